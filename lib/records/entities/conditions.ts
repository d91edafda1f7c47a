/** What a condition record holds: a problem, diagnosis or health concern of a patient. */
import { z } from "zod";
import { patientIdentifier } from "./patients";
import { codedList, optionalCoded, optionalText, optionalTime, recordId } from "./text";

export const conditionSchema = z
  .object({
    patientId: recordId,
    encounterId: recordId,
    identifiers: z.array(patientIdentifier).default([]),
    /** FHIR's condition-clinical: active, recurrence, relapse, inactive, remission, resolved. */
    clinicalStatus: optionalText,
    /** FHIR's condition-ver-status: unconfirmed, provisional, differential, confirmed, refuted, entered-in-error. */
    verificationStatus: optionalText,
    category: codedList,
    code: optionalCoded,
    severity: optionalCoded,
    bodySites: codedList,
    onsetAt: optionalTime,
    abatedAt: optionalTime,
    recordedAt: optionalTime,
    recorderId: recordId,
    asserterId: recordId,
    note: optionalText,
  })
  .meta({ id: "ConditionData" });

export type ConditionData = z.output<typeof conditionSchema>;
