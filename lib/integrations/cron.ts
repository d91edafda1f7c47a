/** Cron schedules, read by the same library as the queue's. Pure, and safe to import in the browser. */
import { CronExpressionParser } from "cron-parser";
import { z } from "zod";

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function parse(cron: string, timeZone: string, after?: Date) {
  return CronExpressionParser.parse(cron, { tz: timeZone, currentDate: after });
}

/** Five fixed fields: the library also takes seconds, names such as @daily, and H for a time by chance. */
function isCron(cron: string): boolean {
  if (cron.split(" ").length !== 5 || /\bh\b/i.test(cron)) return false;
  try {
    parse(cron, "UTC").next();
    return true;
  } catch {
    return false;
  }
}

export const scheduleSchema = z.object({
  cron: z
    .string()
    .trim()
    .max(200)
    .overwrite((cron) => cron.replace(/\s+/g, " "))
    .refine(isCron, {
      error: "Write five fields that name a time: minute, hour, day, month, weekday; such as 0 */6 * * *",
    }),
  timeZone: z
    .string()
    .max(100)
    .default("UTC")
    .refine(isTimeZone, { error: "Write a time zone by its name, such as America/New_York" }),
});

/** Five cron fields, read in a time zone (IANA): an hour that the clocks skip or repeat counts once. */
export type Schedule = z.output<typeof scheduleSchema>;

/** The next `count` times of a schedule after a moment. */
export function nextRuns({ cron, timeZone }: Schedule, after: Date, count: number): Date[] {
  const times = parse(cron, timeZone, after);
  return Array.from({ length: count }, () => times.next().toDate());
}
