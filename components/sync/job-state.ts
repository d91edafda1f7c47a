import { formatCount } from "@/components/ui/format";
import type { ShapeName } from "@/components/ui/status-shape";
import type { JobStatus, SyncJob } from "@/lib/sync/schema";

export type JobState = { shape: ShapeName; word: string };

/** Between what a person asked for and the end of the page at work. */
const stoppingStates: Record<NonNullable<SyncJob["stopping"]>, JobState> = {
  pause: { shape: "paused", word: "Pausing" },
  cancel: { shape: "off", word: "Cancelling" },
};

/** A job's state as its shape and one or two words. */
export function stateOfJob(job: SyncJob): JobState {
  const { status, stopping, slowedBy, nextAttemptAt, error, counts } = job;
  if (stopping) return stoppingStates[stopping];
  switch (status) {
    case "NEEDS_APPROVAL":
      return { shape: "ask", word: "Asks you" };
    case "RUNNING":
      return slowedBy === "rate_limit"
        ? { shape: "slowed", word: "Slowed" }
        : { shape: "run", word: "Running" };
    case "QUEUED":
      return error && nextAttemptAt
        ? { shape: "retry", word: "Retrying" }
        : { shape: "wait", word: "Waiting" };
    case "PAUSED":
      return { shape: "paused", word: "Paused" };
    case "COMPLETED":
      return counts.failed > 0
        ? { shape: "warn", word: `${formatCount(counts.failed)} refused` }
        : { shape: "ok", word: "Done" };
    case "FAILED":
      return { shape: "bad", word: "Failed" };
    case "CANCELLED":
      return { shape: "off", word: "Cancelled" };
  }
}

/** The statuses as filters name them. */
export const statusWords: Record<JobStatus, string> = {
  NEEDS_APPROVAL: "Asks you",
  RUNNING: "Running",
  QUEUED: "Waiting",
  PAUSED: "Paused",
  COMPLETED: "Done",
  FAILED: "Failed",
  CANCELLED: "Cancelled",
};

export function hasEnded({ status }: Pick<SyncJob, "status">): boolean {
  return status === "COMPLETED" || status === "FAILED" || status === "CANCELLED";
}
