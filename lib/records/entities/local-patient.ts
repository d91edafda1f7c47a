/** A patient as callers write one down: a few short fields, or any that a patient record has. */
import { z } from "zod";
import { applyShortFields, emptyPatient, type ShortFieldOptions } from "./patient-short-fields";
import { addressSchema, type PatientData, patientSchema } from "./patients";
import { text } from "./text";

const blank = { lines: [], city: null, state: null, postalCode: null, country: null };

const addressInWords = text.transform((words) => ({ ...blank, text: words }));

export const localPatientSchema = patientSchema
  .extend({
    id: text.optional(),
    address: z.union([addressInWords, addressSchema]).nullable().default(null),
  })
  .refine(({ firstName, lastName, names }) => firstName || lastName || names.length > 0, {
    path: ["lastName"],
    error: "Write the patient's name: firstName and lastName, or names",
  });

export type LocalPatient = z.output<typeof localPatientSchema>;

/** What a record of that patient would hold. */
export function patientOfLocal(local: LocalPatient, options: ShortFieldOptions = {}): PatientData {
  const { id: _id, ...patient } = local;
  return applyShortFields(emptyPatient, patient, options);
}
