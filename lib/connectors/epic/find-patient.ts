/** Epic's Patient search: it answers only to one of its minimum sets of details, as a person at a desk would give them. */
import type { FieldError } from "@/lib/platform/errors";
import type { Demographics } from "../protocols/fhir-connector";
import { fhirServerErrors } from "../protocols/fhir-r4";

function missing(demographics: Demographics): FieldError[] {
  const fields: FieldError[] = [];
  if (!demographics.family) fields.push({ path: "family", message: "Add the family name." });
  if (!demographics.given) fields.push({ path: "given", message: "Add a given name." });
  if (!demographics.birthDate)
    fields.push({ path: "birthDate", message: "Add the birth date, or sex and a phone number or e-mail." });
  return fields;
}

/** The parameters of a search that Epic answers. Throws `demographics_incomplete` naming what to add. */
export function patientQuery(demographics: Demographics): Record<string, string> {
  const { identifier, family, given, birthDate, gender, phone, email } = demographics;
  if (identifier) return { identifier };
  if (family && given && birthDate) return { family, given, birthdate: birthDate };
  if (family && given && gender && phone) return { family, given, "legal-sex": gender, phone };
  if (family && given && gender && email) return { family, given, "legal-sex": gender, email };
  throw fhirServerErrors.demographics_incomplete({
    detail:
      "Give an identifier; or both names with the birth date; or both names with sex and a phone number or e-mail.",
    errors: missing(demographics),
  });
}
