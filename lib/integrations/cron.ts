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

/** The next `count` times of a schedule after a moment: those of incremental and of full runs. */
export function nextRuns({ cron, fullCron, timeZone }: Schedule, after: Date, count: number): Date[] {
  const times = [cron, fullCron].flatMap((each) => (each ? timesOf(each, timeZone, after, count) : []));
  return [...new Set(times)]
    .sort((a, b) => a - b)
    .slice(0, count)
    .map((at) => new Date(at));
}

/** The next time everything is read; undefined for a schedule that never does. */
export function nextFullRun({ fullCron, timeZone }: Schedule, after: Date): Date | undefined {
  return fullCron === undefined ? undefined : parse(fullCron, timeZone, after).next().toDate();
}

function timesOf(cron: string, timeZone: string, after: Date, count: number): number[] {
  const times = parse(cron, timeZone, after);
  return Array.from({ length: count }, () => times.next().getTime());
}
