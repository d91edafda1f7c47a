/** Shape of schedules. Safe to import in the browser. */
import { z } from "zod";
import { isCron } from "./cron-fields";

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

const cronSchema = z
  .string()
  .trim()
  .max(200)
  .overwrite((cron) => cron.replace(/\s+/g, " "))
  .refine(isCron, {
    error: "Write five fields that name a time: minute, hour, day, month, weekday; such as 0 */6 * * *",
  });

export const scheduleSchema = z.object({
  cron: cronSchema,
  fullCron: cronSchema
    .optional()
    .describe(
      "When everything is read, which finds deletions; left out, never by itself after the first time",
    ),
  timeZone: z
    .string()
    .max(100)
    .default("UTC")
    .refine(isTimeZone, { error: "Write a time zone by its name, such as America/New_York" }),
});

/** Five cron fields, read in a time zone (IANA): an hour that the clocks skip or repeat counts once. */
export type Schedule = z.output<typeof scheduleSchema>;
