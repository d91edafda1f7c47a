/** What an observation record holds: one measurement or finding, or a panel in `components`. */
import { z } from "zod";
import { codedSchema, optionalText, optionalTime, recordId, recordIds, text, textList } from "./text";

export const referenceRangeSchema = z.object({
  low: z.number().nullable().default(null),
  high: z.number().nullable().default(null),
  unit: optionalText,
  text: optionalText,
});

/**
 * A number with its unit, a code, a yes or no, or text. What is neither is written as text: a bound «<5», a range
 * «5 - 10», a titre «1:128», a period «from/to».
 */
const observationValue = z.union([z.number(), text, z.boolean(), codedSchema]);

const measured = {
  value: observationValue.nullable().default(null),
  unit: optionalText,
  referenceRange: referenceRangeSchema.nullable().default(null),
  /** Why there is no value, where the sender says so. */
  absentReason: codedSchema.nullable().default(null),
} as const;

export const observationComponent = z.object({ code: codedSchema, ...measured });

export const observationSchema = z
  .object({
    /** The id of our own patient record. */
    patientId: recordId,
    /** FHIR's ObservationStatus. */
    status: text,
    category: textList,
    code: codedSchema,
    effectiveAt: optionalTime,
    issuedAt: optionalTime,
    ...measured,
    components: z.array(observationComponent).default([]),
    /** Ids of our own practitioner records. */
    performerIds: recordIds,
    note: optionalText,
  })
  .meta({ id: "ObservationData" });

export type ObservationData = z.output<typeof observationSchema>;
export type ObservationValue = z.output<typeof observationValue>;
export type ObservationComponent = z.output<typeof observationComponent>;
export type ReferenceRange = z.output<typeof referenceRangeSchema>;
