/** When an integration synchronises by itself. */
import { CronExpressionParser } from "cron-parser";
import type { SyncStrategy } from "@/lib/connectors/contract";

/** Five cron fields, read in a time zone (IANA): an hour that the clocks skip or repeat counts once. */
export interface Schedule {
  readonly cron: string;
  readonly timeZone: string;
}

/** Polling asks this often where nobody said how often. */
const polling: Schedule = { cron: "*/15 * * * *", timeZone: "UTC" };

/** The first run after a time; undefined for an integration that starts none by itself. */
export function nextRunAfter(
  integration: { readonly syncStrategy: SyncStrategy; readonly schedule: Schedule | null },
  after: Date,
): Date | undefined {
  const { syncStrategy, schedule } = integration;
  if (syncStrategy !== "batch" && syncStrategy !== "polling") return undefined;
  const wanted = schedule ?? (syncStrategy === "polling" ? polling : null);
  if (!wanted) return undefined;
  return CronExpressionParser.parse(wanted.cron, { tz: wanted.timeZone, currentDate: after }).next().toDate();
}
