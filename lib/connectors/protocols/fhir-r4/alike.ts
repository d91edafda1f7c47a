/** Searches for what may be a resource that we made, when the answer to its creation never came. */
import type { FhirJson } from "@/lib/fhir";
import { searchQuery } from "./search";

function objectsIn(list: unknown): FhirJson[] {
  return Array.isArray(list) ? list.map((item) => Object(item)) : [];
}

/** The patient a resource is about, as its subject or as someone who takes part. */
function patientOf({ subject, participant }: FhirJson): string | undefined {
  const references = [Object(subject), ...objectsIn(participant).map(({ actor }) => Object(actor))];
  const ids = references.map(
    ({ reference }) => /(?:^|\/)Patient\/([^/]+)$/.exec(String(reference ?? ""))?.[1],
  );
  return ids.find((id) => id !== undefined);
}

/** All of this type in the chart of the resource's patient: few vendors narrow their searches any further. */
export function alikeInChart(
  type: string,
  resource: FhirJson,
  parameters: Readonly<Record<string, string>> = {},
): string | undefined {
  const patient = patientOf(resource);
  return patient && searchQuery(type, { patient, ...parameters });
}

/** Persons by their first name, and by their birth date where they have one. */
export function alikePerson(type: string, { name, birthDate }: FhirJson): string | undefined {
  const [{ family, given } = {}] = objectsIn(name);
  const [first]: unknown[] = Array.isArray(given) ? given : [];
  if (typeof family !== "string" || typeof first !== "string") return undefined;
  return searchQuery(type, { family, given: first, ...(birthDate ? { birthdate: String(birthDate) } : {}) });
}
