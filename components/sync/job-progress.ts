import { formatClock } from "@/components/ui/format";
import type { LaneProgress } from "@/components/ui/lane-progress";
import type { SyncJob } from "@/lib/sync/schema";

const phases: Record<SyncJob["status"], LaneProgress["phase"]> = {
  QUEUED: "stopped",
  RUNNING: "running",
  PAUSED: "paused",
  NEEDS_APPROVAL: "stopped",
  COMPLETED: "done",
  FAILED: "stopped",
  CANCELLED: "stopped",
};

/** What holds a running job up, short enough for the caption of its lane. */
function holdUp({ status, slowedBy, nextAttemptAt }: SyncJob, connector: string): string | undefined {
  if (status === "PAUSED") return "paused";
  if (status !== "RUNNING" || !slowedBy) return undefined;
  if (slowedBy === "vendor") return `waits for ${connector}`;
  return nextAttemptAt ? `limit, on at ${formatClock(new Date(nextAttemptAt))}` : `limit of ${connector}`;
}

/** A job's lane. Refused and skipped records count as dealt with, though they have no colour. */
export function progressOf(job: SyncJob, connector: string): LaneProgress {
  const { status, progress, counts, durationMs } = job;
  return {
    counts,
    total: progress.total,
    processed: Math.max(progress.processed, 0),
    phase: phases[status],
    perSecond: progress.perSecond,
    secondsLeft: progress.secondsLeft,
    // The time that a person takes to decide is none of the job's.
    durationMs: status === "NEEDS_APPROVAL" ? null : durationMs,
    note: holdUp(job, connector),
  };
}
