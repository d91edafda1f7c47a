/** Oracle Health's Patient search: it takes each detail once, and sex only beside another one. */
import type { Demographics } from "../protocols/fhir-connector";
import { fhirServerErrors } from "../protocols/fhir-r4";

/** The parameters of a search that Oracle Health answers. Throws `demographics_incomplete` naming what to add. */
export function patientQuery(demographics: Demographics): Record<string, string> {
  const { identifier, family, given, birthDate, gender, phone, email } = demographics;
  if (identifier) return { identifier };
  const details = Object.entries({ family, given, birthdate: birthDate, phone, email }).flatMap(
    ([name, value]) => (value ? [[name, value] as const] : []),
  );
  if (details.length > 0) return Object.fromEntries(gender ? [...details, ["gender", gender]] : details);
  throw fhirServerErrors.demographics_incomplete({
    detail: "Give an identifier, a name, the birth date, a phone number or an e-mail address.",
    errors: [{ path: "family", message: "Add the family name." }],
  });
}
