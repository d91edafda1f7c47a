/** Finds the one patient whom details describe. */
import type { PatientSelector } from "../../contract";
import { type FhirServer, fhirServerErrors, searchPages, searchQuery } from "../fhir-r4";

export type Demographics = NonNullable<PatientSelector["demographics"]>;

/** Enough to tell whether there is one match or more. */
const enough = 2;

/** The id of the only patient a search finds. Throws `patient_not_found` or `patient_ambiguous`. */
export async function findPatient(
  server: FhirServer,
  parameters: Readonly<Record<string, string>>,
): Promise<string> {
  const found: string[] = [];
  for await (const page of searchPages(server, searchQuery("Patient", parameters))) {
    const patients = page.matches.filter(({ resource }) => resource.resourceType === "Patient");
    found.push(...patients.map(({ resource }) => resource.id));
    if (found.length >= enough) break;
  }
  const [patient] = found;
  if (!patient) throw fhirServerErrors.patient_not_found({ detail: "Compare the details with the EHR." });
  if (found.length > 1)
    throw fhirServerErrors.patient_ambiguous({ detail: "Add the birth date or an identifier." });
  return patient;
}

/** The search that most vendors answer: an identifier, or the family name with the given name or the birth date. */
export function usualPatientQuery(demographics: Demographics): Record<string, string> {
  const { identifier, family, given, birthDate, gender } = demographics;
  if (identifier) return { identifier };
  if (family && (given || birthDate)) {
    return {
      family,
      ...(given && { given }),
      ...(birthDate && { birthdate: birthDate }),
      ...(gender && { gender }),
    };
  }
  throw fhirServerErrors.demographics_incomplete({
    detail: "Give an identifier, or the family name with a given name or the birth date.",
    errors: [
      family
        ? { path: "birthDate", message: "Add the birth date or a given name." }
        : { path: "family", message: "Add the family name, or give an identifier." },
    ],
  });
}
