/** ADT messages: what happened to a patient, told to others (HL7 v2.8, chapter 3.3). */
import type { FhirJson } from "@/lib/fhir";
import { type AdtEvent, adtStructures } from "../adt-events";
import { composeSegment } from "../compose";
import { composeEnvelope, type Envelope } from "../envelope";
import { hl7Errors } from "../errors";
import { writeMoment } from "../moment";
import {
  type AboutPatient,
  associateSegments,
  mergedSegment,
  patientSegments,
  visitSegments,
} from "./about-patient";

export interface AdtMessage extends Envelope, AboutPatient {
  readonly event: AdtEvent;
  /** When it happened; when the message is written unless told. */
  readonly happenedAt?: Date;
  /** The patient that is merged into `patient` (A18, A30, A34, A40), or what it was called (A47). */
  readonly prior?: FhirJson;
  /** Elements of the patient to be deleted. */
  readonly cleared?: readonly string[];
  /** Elements of the encounter to be deleted. */
  readonly visitCleared?: readonly string[];
}

type Structure = (typeof adtStructures)[AdtEvent];

/** Structures whose PID is followed by who the patient was. */
const merging: readonly Structure[] = ["ADT_A18", "ADT_A30", "ADT_A39"];
/** Structures that name the patient's relations. */
const withRelations: readonly Structure[] = ["ADT_A01", "ADT_A03", "ADT_A05", "ADT_A06"];

/** PV1 is for the visit that is told of; where two patients become one there need not be any. */
function visitIn(structure: Structure, message: AdtMessage): (string | undefined)[] {
  if (structure === "ADT_A30") return [];
  return structure === "ADT_A39" && !message.encounter ? [] : visitSegments(message, message.visitCleared);
}

function named(prior: FhirJson | undefined, event: AdtEvent): FhirJson {
  if (prior) return prior;
  throw hl7Errors.hl7_incomplete({
    detail: `${event} is about two patients: say in prior whom the patient's data were under until now.`,
    errors: [{ path: "prior", message: "Name the patient who is no more" }],
  });
}

/** Throws `hl7_incomplete` where the event needs a `prior` patient. */
export function adtMessage(message: AdtMessage): string {
  const { event, prior, happenedAt, at, cleared } = message;
  const structure = adtStructures[event];
  return composeEnvelope(message, { code: "ADT", event, structure }, [
    composeSegment("EVN", { 1: event, 2: writeMoment(at), 6: happenedAt && writeMoment(happenedAt) }),
    ...patientSegments(message, cleared),
    ...(withRelations.includes(structure) ? associateSegments(message) : []),
    ...(merging.includes(structure) ? [mergedSegment(named(prior, event))] : []),
    ...visitIn(structure, message),
  ]);
}
