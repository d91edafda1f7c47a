/** Rules of data types that are not left to FHIRPath, which compares times as texts and knows no other resource. */
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

/** What rule of its type `value` breaks, in the resource `root`. */
export function ownRuleProblem(type: string, value: FhirJson, root: FhirJson): string | undefined {
  if (type === "Extension") return extensionProblem(value);
  if (type === "Period") return periodProblem(value);
  return type === "Reference" ? localReferenceProblem(value, root) : undefined;
}
