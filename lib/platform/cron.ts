/** When a cron expression runs, by the same library as the queue's. It brings 130 kB: screens load it when they need it. */
import { CronExpressionParser } from "cron-parser";

/** The next `count` times after a moment, by the clock of a time zone (IANA): an hour that it skips or repeats counts once. */
export function nextRuns(
  { cron, timeZone }: { readonly cron: string; readonly timeZone: string },
  after: Date,
  count: number,
): Date[] {
  const times = CronExpressionParser.parse(cron, { tz: timeZone, currentDate: after });
  return Array.from({ length: count }, () => times.next().toDate());
}
