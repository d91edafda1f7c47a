/** A patient as callers write one down, as a FHIR Patient and back. */
import {
  type LocalPatient,
  type PatientData,
  patientOfLocal,
  type ShortFieldOptions,
} from "@/lib/records/schema";
import { patient, patientFromFhir } from "./patient";
import type { FhirJson } from "./resource";

export function toFHIRPatient(local: LocalPatient, options: ShortFieldOptions = {}): FhirJson {
  return patient.toFhir(patientOfLocal(local, options), { id: local.id });
}

/** Throws `mapping_failed` naming the elements that do not follow FHIR. */
export function fromFHIRPatient(
  resource: FhirJson,
  options: ShortFieldOptions = {},
): PatientData & { readonly id?: string } {
  const { id } = resource;
  return { ...(typeof id === "string" && { id }), ...patientFromFhir(resource, options) };
}
