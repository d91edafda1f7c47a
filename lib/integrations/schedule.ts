/** When an integration synchronises by itself. */
import type { SyncStrategy } from "@/lib/connectors/contract";
import { nextRuns } from "@/lib/platform/cron";
import type { Schedule } from "./schedule-schema";

/** How often is asked where nobody said how often; in real time only for what a vendor did not manage to tell. */
const usual: Partial<Record<SyncStrategy, Schedule>> = {
  polling: { cron: "*/15 * * * *", timeZone: "UTC" },
  realtime: { cron: "0 * * * *", timeZone: "UTC" },
};
const bySchedule: readonly SyncStrategy[] = ["batch", "polling", "realtime"];

interface Rhythm {
  readonly syncStrategy: SyncStrategy;
  readonly schedule: Schedule | null;
}

/** The first run after a time; undefined for an integration that starts none by itself. */
export function nextRunAfter({ syncStrategy, schedule }: Rhythm, after: Date): Date | undefined {
  if (!bySchedule.includes(syncStrategy)) return undefined;
  const wanted = schedule ?? usual[syncStrategy];
  if (!wanted) return undefined;
  const { cron, fullCron, timeZone } = wanted;
  return nextRuns({ crons: [cron, fullCron], timeZone }, after, 1)[0];
}

/** Whether everything should be read at `at`: a time for that has passed since it last was, at `lastFull`. */
export function isFullRunDue({ schedule }: Rhythm, lastFull: Date, at: Date): boolean {
  if (!schedule) return false;
  const { fullCron, timeZone } = schedule;
  const [next] = nextRuns({ crons: [fullCron], timeZone }, lastFull, 1);
  return next !== undefined && next <= at;
}
