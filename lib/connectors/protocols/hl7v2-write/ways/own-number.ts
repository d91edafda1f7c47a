/** The numbers by which receivers know things: those that a resource shows, and ours for what nobody has numbered yet. */
import type { FhirJson } from "@/lib/fhir";

export const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
export const textOf = (value: unknown) => (typeof value === "string" ? value : undefined);

/** Our number of a record; `kind` is a code of table 0203, such as PI, VN or FILL. */
export function ownNumber({ id }: FhirJson, kind: string) {
  return { type: { text: kind }, system: "urn:carelane:id", value: String(id) };
}

/** A new resource with our number, before those that it may have already. */
export function withOwnNumber(resource: FhirJson, kind: string): FhirJson {
  return { ...resource, identifier: [ownNumber(resource, kind), ...listOf(resource.identifier)] };
}

function numbersOf({ identifier, masterIdentifier }: FhirJson): unknown[] {
  const all = [masterIdentifier, ...listOf(identifier)];
  return all.map((one) => Object(one).value).filter((value) => value !== undefined);
}

/** Whether a resource of the vendor's bears the number that we gave the record. */
export function bearsNumberOf(resource: FhirJson, { id }: FhirJson): boolean {
  return numbersOf(resource).includes(id);
}

/** Whether a message can name the resource at all. */
export function isNumbered(resource: FhirJson): boolean {
  return numbersOf(resource).length > 0;
}
