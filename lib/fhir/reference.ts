/** References between resources (https://hl7.org/fhir/R4/references.html). */
import type { FhirReference } from "./types";

const literal = /(?:^|\/)([A-Z][A-Za-z]+)\/([A-Za-z0-9\-._]+)(?:\/_history\/[^/]+)?$/;

/**
 * The logical id a reference names, when it points at a `type` on the server: relative or absolute, with or
 * without a version. Undefined for contained, logical and other references.
 */
export function referencedId(reference: FhirReference | null | undefined, type: string): string | undefined {
  const [, namedType, id] = literal.exec(reference?.reference ?? "") ?? [];
  return namedType === type ? id : undefined;
}
