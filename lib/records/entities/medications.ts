/** What a medication record holds: a product that requests name. */
import { z } from "zod";
import { patientIdentifier } from "./patients";
import { codedList, optionalCoded, optionalText, optionalTime } from "./text";

export const medicationSchema = z
  .object({
    identifiers: z.array(patientIdentifier).default([]),
    code: optionalCoded,
    /** FHIR's medication-status: active, inactive, entered-in-error. */
    status: optionalText,
    form: optionalCoded,
    ingredients: codedList,
    lotNumber: optionalText,
    expiresAt: optionalTime,
  })
  .meta({ id: "MedicationData" });

export type MedicationData = z.output<typeof medicationSchema>;
