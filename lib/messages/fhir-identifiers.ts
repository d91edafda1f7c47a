/** What messages in FHIR are found by: the identifiers of patients in them, and our ids where they point at patients. Pure. */
import type { SearchValue } from "./search-keys";

/** A bundle may name thousands; more than this are not found by each of their numbers. */
const mostValues = 500;

/** All objects and lists in a value. No recursion: what is refused may be nested without end. */
function* objectsIn(json: unknown): Generator<object> {
  const waiting = [json];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (typeof next !== "object" || next === null) continue;
    yield next;
    for (const part of Object.values(next)) waiting.push(part);
  }
}

function patientIn(reference: unknown): unknown {
  if (typeof reference !== "string") return undefined;
  return /(?:^|\/)Patient\/([A-Za-z0-9\-.]{1,64})(?:\/|$)/.exec(reference)?.[1];
}

function valuesOf(object: object): unknown[] {
  const { resourceType, id, identifier, reference } = Object(object);
  if (resourceType !== "Patient") return [patientIn(reference)];
  return [id, ...[identifier].flat().map((one) => Object(one).value)];
}

/** The patients that resources or bundles name, each once. */
export function patientsIn(...resources: readonly unknown[]): SearchValue[] {
  const found = new Set<string>();
  for (const object of objectsIn(resources)) {
    for (const value of valuesOf(object)) if (typeof value === "string") found.add(value);
    if (found.size >= mostValues) break;
  }
  return [...found].map((value) => ({ parameter: "patient", value }));
}
