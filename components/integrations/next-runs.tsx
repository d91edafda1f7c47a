"use client";

import { formatDate, formatTime } from "@/components/ui/format";
import { type Schedule, scheduleSchema } from "@/lib/integrations/schema";
import { nextRuns } from "@/lib/platform/cron";

function dayWord(run: Date, now: Date, timeZone: string): string {
  const day = formatDate(run, now, timeZone);
  if (day === formatDate(now, now, timeZone)) return "today";
  const tomorrow = new Date(now.getTime() + 24 * 3_600_000);
  return day === formatDate(tomorrow, now, timeZone) ? "tomorrow" : day;
}

/** The next three runs and the next one in full, by the clock of the schedule's zone, or null for one that cannot be read. */
export function nextRunWords(schedule: Schedule, now: Date): string | null {
  const readable = scheduleSchema.safeParse(schedule);
  if (!readable.success) return null;
  const { cron, fullCron, timeZone } = readable.data;
  const next = (crons: readonly (string | undefined)[], count: number) =>
    nextRuns({ crons, timeZone }, now, count).map(
      (run) => `${dayWord(run, now, timeZone)} ${formatTime(run, timeZone)}`,
    );
  const [first, ...rest] = next([cron, fullCron], 3);
  const [full] = next([fullCron], 1);
  const zone = timeZone.replaceAll("_", " ");
  const words = `Next runs: ${first}, then ${rest.join(" and ")}, by the clock of ${zone}`;
  return full ? `${words}. Everything is read next ${full}` : words;
}

/** What a schedule means; only in the browser, whose clock it is. */
export default function NextRuns({ schedule }: { schedule: Schedule }) {
  const words = nextRunWords(schedule, new Date());
  return words ? <p className="text-ink-2 tabular-nums">{words}.</p> : null;
}
