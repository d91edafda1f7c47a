/** What a patient record holds. The lists are the truth; the short fields are derived from them. */
import { z } from "zod";
import { optionalText, partialDate, partialDateTime, textList } from "./text";

export const patientName = z.object({
  use: optionalText,
  family: optionalText,
  given: textList,
  prefix: textList,
  suffix: textList,
  text: optionalText,
});

export const patientIdentifier = z.object({
  system: optionalText,
  value: optionalText,
  /** A code of HL7 table 0203, such as MR, or the sender's own words. */
  type: optionalText,
  use: optionalText,
});

export const patientTelecom = z.object({
  system: optionalText,
  value: optionalText,
  use: optionalText,
  rank: z.number().int().positive().nullable().default(null),
});

export const addressSchema = z.object({
  lines: textList,
  city: optionalText,
  state: optionalText,
  postalCode: optionalText,
  country: optionalText,
  text: optionalText,
});

export const patientAddress = z.object({ use: optionalText, ...addressSchema.shape });

export const genders = ["male", "female", "other", "unknown"] as const;

/** Short fields: one value each for lists and forms, derived by `withShortFields`. */
const shortFields = {
  firstName: optionalText,
  middleName: optionalText,
  lastName: optionalText,
  prefix: optionalText,
  suffix: optionalText,
  mrn: optionalText,
  phone: optionalText,
  email: optionalText,
  address: addressSchema.nullable().default(null),
} as const;

const facts = {
  dateOfBirth: partialDate.nullable().default(null),
  gender: z.enum(genders).nullable().default(null),
  /** True or false, or since when. */
  deceased: z.union([z.boolean(), partialDateTime]).nullable().default(null),
  /** The language the patient prefers to speak: a BCP 47 tag, or words. */
  language: optionalText,
  active: z.boolean().nullable().default(null),
  names: z.array(patientName).default([]),
  identifiers: z.array(patientIdentifier).default([]),
  telecoms: z.array(patientTelecom).default([]),
  addresses: z.array(patientAddress).default([]),
} as const;

export const patientSchema = z.object({ ...shortFields, ...facts }).meta({ id: "PatientData" });

export type PatientData = z.output<typeof patientSchema>;
export type PatientName = z.output<typeof patientName>;
export type PatientIdentifier = z.output<typeof patientIdentifier>;
export type PatientTelecom = z.output<typeof patientTelecom>;
export type PatientAddress = z.output<typeof patientAddress>;
export type Address = z.output<typeof addressSchema>;

export type ShortField = keyof typeof shortFields;

/** A patient without what is derived. */
export type PatientFacts = Omit<PatientData, ShortField>;

export const shortFieldNames = Object.keys(shortFields) as ShortField[];
