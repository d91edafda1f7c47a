/** Codes of required bindings (https://hl7.org/fhir/R4/terminologies.html#required). */
import { definitions } from "./definitions";

type Codes = ReadonlyMap<string, ReadonlySet<string>>;

const kept = new Map<string, Codes | undefined>();

function listedCodes(valueSet: string): Codes | undefined {
  const { valueSets } = definitions();
  const codes = Object.hasOwn(valueSets, valueSet) ? valueSets[valueSet] : undefined;
  return codes && new Map(Object.entries(codes).map(([system, listed]) => [system, new Set(listed)]));
}

/** Undefined where FHIR does not list the codes. */
function codesOf(valueSet: string): Codes | undefined {
  if (!kept.has(valueSet)) kept.set(valueSet, listedCodes(valueSet));
  return kept.get(valueSet);
}

interface Coded {
  readonly system?: unknown;
  readonly code?: unknown;
  readonly coding?: unknown;
}

function isCoded(value: unknown): value is Coded {
  return typeof value === "object" && value !== null;
}

function isListed({ system, code }: Coded, codes: Codes): boolean {
  return typeof code === "string" && typeof system === "string" && (codes.get(system)?.has(code) ?? false);
}

function isMet(type: string, value: unknown, codes: Codes): boolean {
  if (typeof value === "string") return codes.values().some((listed) => listed.has(value));
  if (!isCoded(value)) return true;
  if (type !== "CodeableConcept") return isListed(value, codes);
  return (
    Array.isArray(value.coding) && value.coding.some((coding) => isCoded(coding) && isListed(coding, codes))
  );
}

/** What is wrong when `value` of `type` says no code of `valueSet`. */
export function bindingProblem(valueSet: string, type: string, value: unknown): string | undefined {
  const codes = codesOf(valueSet);
  return !codes || isMet(type, value, codes) ? undefined : `It must have a code of ${valueSet}.`;
}
