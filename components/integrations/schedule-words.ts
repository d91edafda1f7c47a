/** Schedules as people choose and read them. */
import { type IntegrationView, type Schedule, scheduleSchema } from "@/lib/integrations/schema";

/** The usual schedules; whoever wants another writes it as cron. */
export const presets = [
  { cron: "*/15 * * * *", label: "Every 15 minutes" },
  { cron: "0 * * * *", label: "Every hour" },
  { cron: "0 */6 * * *", label: "Every 6 hours" },
  { cron: "0 2 * * *", label: "Every night at 02:00" },
  { cron: "0 2 * * 0", label: "Every Sunday at 02:00" },
] as const;

/** By what it runs: polling asks every quarter of an hour where nobody said how often; null where nothing is due by itself. */
export function scheduleInUse({
  syncStrategy,
  schedule,
}: Pick<IntegrationView, "syncStrategy" | "schedule">): Schedule | null {
  if (syncStrategy === "polling") return schedule ?? { cron: presets[0].cron, timeZone: "UTC" };
  return syncStrategy === "batch" ? schedule : null;
}

/** "Every 6 hours", "By the schedule 5 4 * * 1", "Synchronised by hand". */
export function scheduleWords(schedule: Schedule | null): string {
  if (!schedule) return "Synchronised by hand";
  const preset = presets.find(({ cron }) => cron === schedule.cron);
  return preset?.label ?? `By the schedule ${schedule.cron}`;
}

/** What is wrong with a schedule, field by field; null when it can be used. */
export function scheduleProblem(schedule: Schedule): { cron?: string; timeZone?: string } | null {
  const parsed = scheduleSchema.safeParse(schedule);
  if (parsed.success) return null;
  return Object.fromEntries(parsed.error.issues.map(({ path, message }) => [String(path[0]), message]));
}
