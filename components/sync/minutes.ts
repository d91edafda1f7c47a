import type { OutcomePoint } from "@/components/ui/outcome-chart";
import type { SyncStatistics } from "@/lib/sync/schema";

const minuteMs = 60_000;

/** The 60 minutes that end with the current one. Minutes in which nothing happened are not told by the server. */
export function lastHour(told: SyncStatistics["overTime"], now: Date): OutcomePoint[] {
  const byMinute = new Map(told.map((bucket) => [Date.parse(bucket.at), bucket]));
  const current = Math.floor(now.getTime() / minuteMs) * minuteMs;
  return Array.from({ length: 60 }, (_, index) => {
    const start = current - (59 - index) * minuteMs;
    const { added, changed, unchanged, deleted, conflicted } = byMinute.get(start) ?? {};
    return {
      at: new Date(start).toISOString(),
      added,
      changed,
      unchanged,
      deleted,
      conflicted,
      isCurrent: start === current,
    };
  });
}
