/** When an integration synchronises by itself. */
import type { SyncStrategy } from "@/lib/connectors/contract";
import { nextRuns, type Schedule } from "./cron";

/** How often is asked where nobody said how often; in real time only for what a vendor did not manage to tell. */
const usual: Partial<Record<SyncStrategy, Schedule>> = {
  polling: { cron: "*/15 * * * *", timeZone: "UTC" },
  realtime: { cron: "0 * * * *", timeZone: "UTC" },
};
const bySchedule: readonly SyncStrategy[] = ["batch", "polling", "realtime"];

/** The first run after a time; undefined for an integration that starts none by itself. */
export function nextRunAfter(
  integration: { readonly syncStrategy: SyncStrategy; readonly schedule: Schedule | null },
  after: Date,
): Date | undefined {
  const { syncStrategy, schedule } = integration;
  if (!bySchedule.includes(syncStrategy)) return undefined;
  const wanted = schedule ?? usual[syncStrategy];
  return wanted ? nextRuns(wanted, after, 1)[0] : undefined;
}
