/** ADT messages of our own records. */
import { fhirResources } from "@/lib/fhir";
import type { PatientData } from "@/lib/records/schema";
import { type AdtMessage, adtMessage } from "./from-fhir/adt";

/** A record, with the id that the patient is known by where nobody gave a number. */
type KnownPatient = PatientData & { readonly id?: string };

export interface PatientNews extends Omit<AdtMessage, "patient" | "prior"> {
  readonly patient: KnownPatient;
  readonly prior?: KnownPatient;
}

/** A name that stands alone needs no word of what it is for: it is the official one. */
function withPlainName(patient: KnownPatient): KnownPatient {
  const { names } = patient;
  const [only, ...others] = names;
  if (only?.use !== "official" || others.length > 0) return patient;
  return { ...patient, names: [{ ...only, use: null }] };
}

/** The message, each segment ended by CR. */
export function createHL7ADTMessage({ patient, prior, ...message }: PatientNews): string {
  const resourceOf = (known: KnownPatient) =>
    fhirResources.patients.toFhir(withPlainName(known), { id: known.id });
  return adtMessage({ ...message, patient: resourceOf(patient), prior: prior && resourceOf(prior) });
}
