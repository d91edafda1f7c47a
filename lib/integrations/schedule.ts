/** When an integration synchronises by itself. */
import type { SyncStrategy } from "@/lib/connectors/contract";
import { nextFullRun, nextRuns, type Schedule } from "./cron";

/** Polling asks this often where nobody said how often. */
const polling: Schedule = { cron: "*/15 * * * *", timeZone: "UTC" };

interface Rhythm {
  readonly syncStrategy: SyncStrategy;
  readonly schedule: Schedule | null;
}

/** The first run after a time; undefined for an integration that starts none by itself. */
export function nextRunAfter({ syncStrategy, schedule }: Rhythm, after: Date): Date | undefined {
  if (syncStrategy !== "batch" && syncStrategy !== "polling") return undefined;
  const wanted = schedule ?? (syncStrategy === "polling" ? polling : null);
  return wanted ? nextRuns(wanted, after, 1)[0] : undefined;
}

/** Whether everything should be read at `at`: a time for that has passed since it last was, at `lastFull`. */
export function isFullRunDue({ schedule }: Rhythm, lastFull: Date, at: Date): boolean {
  const next = schedule && nextFullRun(schedule, lastFull);
  return next ? next <= at : false;
}
