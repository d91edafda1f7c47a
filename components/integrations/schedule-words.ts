/** Schedules as people choose and read them. */
import { canSync } from "@/components/sync/can-sync";
import { type IntegrationView, type Schedule, scheduleSchema } from "@/lib/integrations/schema";
import type { ConnectorView } from "@/lib/integrations/view";

/** The usual schedules; whoever wants another writes it as cron. */
export const presets = [
  { cron: "*/15 * * * *", label: "Every 15 minutes" },
  { cron: "0 * * * *", label: "Every hour" },
  { cron: "0 */6 * * *", label: "Every 6 hours" },
  { cron: "0 2 * * *", label: "Every night at 02:00" },
  { cron: "0 2 * * 0", label: "Every Sunday at 02:00" },
] as const;

/** How often is asked where nobody said how often; in real time for what the system did not manage to tell. */
const usual: Partial<Record<IntegrationView["syncStrategy"], Schedule>> = {
  polling: { cron: presets[0].cron, timeZone: "UTC" },
  realtime: { cron: presets[1].cron, timeZone: "UTC" },
};

/** How often everything is read: only such a run finds what was deleted there. */
export const fullPresets = [
  { cron: "0 2 * * *", label: "Every night at 02:00" },
  { cron: "0 2 * * 0", label: "Every Sunday at 02:00" },
  { cron: "0 2 1 * *", label: "On the first of each month at 02:00" },
] as const;

/** By what it runs; null where nothing is due by itself. */
export function scheduleInUse({
  syncStrategy,
  schedule,
}: Pick<IntegrationView, "syncStrategy" | "schedule">): Schedule | null {
  return syncStrategy === "batch" || usual[syncStrategy] ? (schedule ?? usual[syncStrategy] ?? null) : null;
}

/** "Every 6 hours", "In real time, and every hour". */
export function rhythmWords(integration: Pick<IntegrationView, "syncStrategy" | "schedule">): string {
  const words = scheduleWords(scheduleInUse(integration));
  if (integration.syncStrategy !== "realtime") return words;
  return `In real time, and ${words.charAt(0).toLowerCase()}${words.slice(1)}`;
}

/** By what data come: the schedule, or the system's own messages where nothing is ever synchronised. */
export function runsBy(
  integration: Pick<IntegrationView, "syncStrategy" | "schedule">,
  connector: ConnectorView | undefined,
): string {
  return connector && !canSync(connector) ? "Sends by itself" : rhythmWords(integration);
}

/** "Every 6 hours", "Every hour, in full every Sunday at 02:00", "By the schedule 5 4 * * 1", "Synchronised by hand". */
export function scheduleWords(schedule: Schedule | null): string {
  if (!schedule) return "Synchronised by hand";
  const { cron, fullCron } = schedule;
  const rhythm = presets.find((preset) => preset.cron === cron)?.label ?? `By the schedule ${cron}`;
  if (fullCron === undefined) return rhythm;
  const full = fullPresets.find((preset) => preset.cron === fullCron)?.label ?? `by ${fullCron}`;
  return `${rhythm}, in full ${full.charAt(0).toLowerCase()}${full.slice(1)}`;
}

/** What is wrong with a schedule, field by field; null when it can be used. */
export function scheduleProblem(schedule: Schedule): { cron?: string; timeZone?: string } | null {
  const parsed = scheduleSchema.safeParse(schedule);
  if (parsed.success) return null;
  return Object.fromEntries(parsed.error.issues.map(({ path, message }) => [String(path[0]), message]));
}
