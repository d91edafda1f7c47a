/** What a medication request record holds: an order or a plan for a patient to take something. */
import { z } from "zod";
import { patientIdentifier } from "./patients";
import { codedList, optionalCoded, optionalText, optionalTime, recordId } from "./text";

const dosageSchema = z.object({
  text: optionalText,
  patientInstruction: optionalText,
  route: optionalCoded,
  asNeeded: z.boolean().nullable().default(null),
});

export const medicationRequestSchema = z
  .object({
    patientId: recordId,
    encounterId: recordId,
    requesterId: recordId,
    /** The medication's own record, where the request points at one. */
    medicationId: recordId,
    /** What is requested; beside `medicationId` only its display can be sent. */
    medication: optionalCoded,
    identifiers: z.array(patientIdentifier).default([]),
    /** FHIR's medicationrequest-status: active, on-hold, cancelled, completed, stopped, draft, … */
    status: optionalText,
    /** FHIR's medicationrequest-intent: proposal, plan, order, … */
    intent: optionalText,
    priority: optionalText,
    category: codedList,
    reasons: codedList,
    authoredAt: optionalTime,
    /** Someone told it; we are not its source. */
    reported: z.boolean().nullable().default(null),
    dosages: z.array(dosageSchema).default([]),
    dispenseQuantity: z.number().nullable().default(null),
    dispenseUnit: optionalText,
    refills: z.number().int().nonnegative().nullable().default(null),
    note: optionalText,
  })
  .meta({ id: "MedicationRequestData" });

export type MedicationRequestData = z.output<typeof medicationRequestSchema>;
