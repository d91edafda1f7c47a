/** When cron expressions run, by the same library as the queue's. It brings 130 kB: screens load it when they need it. */
import { CronExpressionParser } from "cron-parser";

/** Expressions by the clock of one time zone (IANA); absent ones never run. */
interface CronTimes {
  readonly crons: readonly (string | undefined)[];
  readonly timeZone: string;
}

/** The next `count` times after a moment at which any of them runs: an hour that the clock skips or repeats counts once. */
export function nextRuns({ crons, timeZone }: CronTimes, after: Date, count: number): Date[] {
  const times = crons.flatMap((cron) => {
    if (cron === undefined) return [];
    const runs = CronExpressionParser.parse(cron, { tz: timeZone, currentDate: after });
    return Array.from({ length: count }, () => runs.next().getTime());
  });
  const sorted = [...new Set(times)].sort((a, b) => a - b);
  return sorted.slice(0, count).map((at) => new Date(at));
}
