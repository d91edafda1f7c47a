/**
 * Rules that are not left to FHIRPath, whose interpreter compares times as texts, quantities without their units and
 * objects by their identity, and knows no other resource.
 */
import { canonicalJson } from "../canonical";
import type { FhirJson } from "../resource";
import { insideOf } from "./contained";

function extensionProblem(value: FhirJson): string | undefined {
  const hasValue = Object.keys(value).some((key) => /^_?value[A-Z]/.test(key) && value[key] !== undefined);
  return hasValue === (value.extension !== undefined)
    ? "ext-1: It must have either a value or extensions, not both."
    : undefined;
}

/** Compared as exactly as both are written: a day is not before or after one of its hours. */
function isInOrder(start: string, end: string): boolean {
  if (start.includes("T") && end.includes("T")) return !(Date.parse(start) > Date.parse(end));
  const exactness = Math.min(start.length, end.length, "YYYY-MM-DD".length);
  return start.slice(0, exactness) <= end.slice(0, exactness);
}

function periodProblem({ start, end }: FhirJson): string | undefined {
  if (typeof start !== "string" || typeof end !== "string" || isInOrder(start, end)) return undefined;
  return "per-1: If present, start SHALL have a lower value than end.";
}

function localReferenceProblem({ reference }: FhirJson, root: FhirJson): string | undefined {
  if (typeof reference !== "string" || !reference.startsWith("#") || reference === "#") return undefined;
  return insideOf(root).names.has(reference)
    ? undefined
    : "ref-1: It points inside the resource, where nothing of that id is.";
}

interface Measure {
  readonly value?: unknown;
  readonly unit?: unknown;
  readonly system?: unknown;
  readonly code?: unknown;
}

/** What both are measured in: their codes where both have one, else their words. */
function sameUnit(low: Measure, high: Measure): boolean {
  const isCoded = low.code !== undefined && high.code !== undefined;
  return isCoded ? low.code === high.code && low.system === high.system : low.unit === high.unit;
}

/** Of different units nobody says which is more. */
function rangeProblem({ low, high }: FhirJson): string | undefined {
  const [least, most]: Measure[] = [Object(low), Object(high)];
  if (typeof least?.value !== "number" || typeof most?.value !== "number") return undefined;
  if (!sameUnit(least, most) || least.value <= most.value) return undefined;
  return "rng-2: If present, low SHALL have a lower value than high.";
}

function codingsOf(concept: unknown): string[] {
  const { coding } = Object(concept);
  return Array.isArray(coding) ? coding.map((one) => canonicalJson(one)) : [];
}

function componentProblem(observation: FhirJson): string | undefined {
  const { code, component } = observation;
  const hasValue = Object.keys(observation).some(
    (key) => /^value[A-Z]/.test(key) && observation[key] !== undefined,
  );
  if (!hasValue || !Array.isArray(component)) return undefined;
  const codings = new Set(codingsOf(code));
  const isSame = component.some((one) => codingsOf(Object(one).code).some((coding) => codings.has(coding)));
  return isSame
    ? "obs-7: If Observation.code is the same as an Observation.component.code then the value element associated with the code SHALL NOT be present."
    : undefined;
}

type OwnRule = (value: FhirJson, root: FhirJson) => string | undefined;

const ownRules: ReadonlyMap<string, OwnRule> = new Map([
  ["Extension", extensionProblem],
  ["Period", periodProblem],
  ["Range", rangeProblem],
  ["Reference", localReferenceProblem],
  ["Observation", componentProblem],
]);

/** What rule of its type `value` breaks, in the resource `root`. */
export function ownRuleProblem(type: string, value: FhirJson, root: FhirJson): string | undefined {
  return ownRules.get(type)?.(value, root);
}
