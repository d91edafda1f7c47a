/** The short fields of a patient as a form, and what a person changed in them. */
import { z } from "zod";
import { type PatientData, partialDate } from "@/lib/records/schema";

const line = z.string().trim().max(200, { error: "Write at most 200 characters" });

export const patientFormSchema = z.object({
  lastName: line,
  firstName: line,
  dateOfBirth: z.union([z.literal(""), partialDate], {
    error: "Write YYYY-MM-DD, or YYYY-MM or YYYY when no more is known",
  }),
  phone: line,
  email: z.union([z.literal(""), line.regex(/^\S+@\S+$/)], {
    error: "Write a whole address, such as name@clinic.example",
  }),
  reason: line,
});

export type PatientForm = z.infer<typeof patientFormSchema>;

/** The fields that are kept with the record, with their labels. */
export const patientFields = {
  lastName: "Family name",
  firstName: "First name",
  dateOfBirth: "Birth date",
  phone: "Phone",
  email: "E-mail",
} as const;

export type PatientField = keyof typeof patientFields;

const fieldNames = [
  "lastName",
  "firstName",
  "dateOfBirth",
  "phone",
  "email",
] as const satisfies PatientField[];

/** The form as the record fills it. */
export function formOf(patient: PatientData): PatientForm {
  const { lastName, firstName, dateOfBirth, phone, email } = patient;
  return {
    lastName: lastName ?? "",
    firstName: firstName ?? "",
    dateOfBirth: dateOfBirth ?? "",
    phone: phone ?? "",
    email: email ?? "",
    reason: "",
  };
}

/** What differs between two states of the form, field by field. */
export function fieldsChanged(from: PatientForm, to: PatientForm): PatientField[] {
  return fieldNames.filter((name) => from[name] !== to[name]);
}

/** The change as a JSON Merge Patch of the record's data: only what differs, and null for what was emptied. */
export function patchOf(from: PatientForm, to: PatientForm): Partial<Record<PatientField, string | null>> {
  return Object.fromEntries(fieldsChanged(from, to).map((name) => [name, to[name] || null]));
}
