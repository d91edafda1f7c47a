/** The smallest parts of every entity's schema. Each has a value for «unknown», so that no key is ever missing. */
import { z } from "zod";

/**
 * PostgreSQL refuses NUL and lone surrogates, in text and in jsonb; one such record would fail its whole page.
 * Both become U+FFFD, the character that says «something unreadable stood here».
 */
export function cleanText(text: string): string {
  if (text.isWellFormed() && !text.includes("\0")) return text;
  return text.toWellFormed().replaceAll("\0", "\uFFFD");
}

/** Any text that can be stored. */
export const text = z.string().overwrite(cleanText);

export const optionalText = text.nullable().default(null);

export const textList = z.array(text).default([]);

const partialDatePattern = /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/;

function isCalendarDate(date: string): boolean {
  return date.length < 10 || new Date(`${date}T00:00:00Z`).toISOString().startsWith(date);
}

/** A date as exactly as it is known: YYYY, YYYY-MM or YYYY-MM-DD. */
export const partialDate = z
  .string()
  .regex(partialDatePattern, {
    error: "write YYYY-MM-DD, or YYYY-MM or YYYY when no more is known",
    abort: true,
  })
  .refine(isCalendarDate, { error: "this day is not in the calendar" });

/** A partial date or a time, as it came: FHIR's dateTime. */
export const partialDateTime = z
  .string()
  .regex(/^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?)?)?$/, {
    error: "write a date (YYYY, YYYY-MM, YYYY-MM-DD) or an ISO 8601 time",
  });

/** A code and the system that defines it; text without a code stands in `display`. */
export const codeSchema = z.object({ system: optionalText, code: optionalText, display: optionalText });

/** The same with codes of other systems that the sender says mean the same. */
export const codedSchema = codeSchema.extend({
  translations: z.array(codeSchema.extend({ code: text })).optional(),
});

/** A code where nothing may be known; null says so. */
export const optionalCoded = codedSchema.nullable().default(null);

export const codedList = z.array(codedSchema).default([]);

export const optionalTime = partialDateTime.nullable().default(null);

/** The id of another record of ours; null where there is none, or none yet. */
export const recordId = z.guid().nullable().default(null);

/** Ids of other records of ours; null holds the place of one that has not arrived yet. */
export const recordIds = z.array(z.guid().nullable()).default([]);

export type Code = z.output<typeof codeSchema>;
export type Coded = z.output<typeof codedSchema>;
