/** ADT messages of our own records. */
import { fhirResources } from "@/lib/fhir";
import type { PatientData } from "@/lib/records/schema";
import { type AdtMessage, adtMessage } from "./from-fhir/adt";

export interface PatientNews extends Omit<AdtMessage, "patient" | "prior"> {
  readonly patient: PatientData;
  readonly prior?: PatientData;
}

/** A name that stands alone needs no word of what it is for: it is the official one. */
function withPlainName(patient: PatientData): PatientData {
  const { names } = patient;
  const [only, ...others] = names;
  if (only?.use !== "official" || others.length > 0) return patient;
  return { ...patient, names: [{ ...only, use: null }] };
}

/** The message, each segment ended by CR. */
export function createHL7ADTMessage({ patient, prior, ...message }: PatientNews): string {
  const { toFhir } = fhirResources.patients;
  return adtMessage({
    ...message,
    patient: toFhir(withPlainName(patient)),
    prior: prior && toFhir(withPlainName(prior)),
  });
}
