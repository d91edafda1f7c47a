/** When an integration synchronises by itself. */
import type { SyncStrategy } from "@/lib/connectors/contract";
import { nextRuns } from "@/lib/platform/cron";
import type { Schedule } from "./schedule-schema";

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
  return wanted ? nextRuns(wanted, after, 1)[0] : undefined;
}
