/** What an encounter record holds: a visit, a stay or a call of a patient. */
import { z } from "zod";
import { patientIdentifier } from "./patients";
import {
  codedList,
  codeSchema,
  optionalCoded,
  optionalText,
  optionalTime,
  recordId,
  recordIds,
  textList,
} from "./text";

const encounterParticipant = z.object({
  practitionerId: recordId,
  name: optionalText,
  role: optionalCoded,
});

export const encounterSchema = z
  .object({
    patientId: recordId,
    appointmentIds: recordIds,
    identifiers: z.array(patientIdentifier).default([]),
    /** FHIR's encounter-status: planned, arrived, in-progress, finished, cancelled, … */
    status: optionalText,
    /** AMB, IMP, EMER, VR, … of HL7's ActCode. */
    class: codeSchema.nullable().default(null),
    types: codedList,
    reasons: codedList,
    startAt: optionalTime,
    endAt: optionalTime,
    participants: z.array(encounterParticipant).default([]),
    /** Where it took place, by name. */
    locations: textList,
    dischargeDisposition: optionalCoded,
  })
  .meta({ id: "EncounterData" });

export type EncounterData = z.output<typeof encounterSchema>;
