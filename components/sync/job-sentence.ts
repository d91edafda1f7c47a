/** Why a job stands where it stands, in one or two sentences. */
import { formatClock, formatCount } from "@/components/ui/format";
import type { SyncJob } from "@/lib/sync/schema";
import { isRemap, recordsOf } from "./job-words";

function failureOf({ error, retriedBy }: SyncJob): string {
  if (!error) return "It ended without a reason being told";
  if (retriedBy) return `${error.title}. A later job has taken up what was left`;
  return error.detail ? `${error.title}. ${error.detail}` : error.title;
}

function approvalOf({ approval }: SyncJob): string {
  if (!approval) return "A person has to decide how it goes on";
  const { deletions, share } = approval;
  const whole = share > 0 ? ` of ${formatCount(Math.round(deletions / share))}` : "";
  return `Would delete ${formatCount(deletions)}${whole} records (${(share * 100).toFixed(1)} %). Nothing deleted yet`;
}

/** The job that has to end first: an integration runs one at a time, in the order they were asked for. */
function jobAhead(job: SyncJob, jobs: readonly SyncJob[]): SyncJob | undefined {
  const sameIntegration = jobs.filter(
    ({ id, ehrConnectionId }) => id !== job.id && ehrConnectionId === job.ehrConnectionId,
  );
  return (
    sameIntegration.find(({ status }) => status === "RUNNING") ??
    sameIntegration.find(({ status, createdAt }) => status === "QUEUED" && createdAt < job.createdAt)
  );
}

function waitOf(job: SyncJob, jobs: readonly SyncJob[]): string {
  const { error, nextAttemptAt } = job;
  if (error && nextAttemptAt)
    return `Tries again at ${formatClock(new Date(nextAttemptAt))}. ${failureOf(job)}`;
  const ahead = jobAhead(job, jobs);
  if (ahead) return `Starts after ${recordsOf(ahead)}: one job per integration at a time`;
  return "Starts as soon as a worker is free";
}

const stops = {
  pause: "Pauses at the end of the page at work",
  cancel: "Stops at the end of the page at work",
} as const;

function slownessOf({ slowedBy, nextAttemptAt }: SyncJob, connector: string): string | null {
  if (!slowedBy) return null;
  const at = nextAttemptAt ? `, asked again at ${formatClock(new Date(nextAttemptAt))}` : "";
  return slowedBy === "vendor"
    ? `${connector} prepares the data${at}`
    : `${connector} limits how often it may be asked${at}`;
}

/** Null where the lane says it all. `jobs` are the others on the screen, `connector` names the system. */
export function sentenceOf(job: SyncJob, jobs: readonly SyncJob[], connector: string): string | null {
  const isEmpty = job.progress.processed === 0;
  switch (job.status) {
    case "NEEDS_APPROVAL":
      return approvalOf(job);
    case "FAILED":
      return failureOf(job);
    case "QUEUED":
      return waitOf(job, jobs);
    case "RUNNING":
      return job.stopping ? stops[job.stopping] : slownessOf(job, connector);
    case "PAUSED":
      return isEmpty ? "Paused before its first page. Resume it to go on" : null;
    case "COMPLETED":
      if (isRemap(job)) return isEmpty ? "Nothing was left to map anew" : null;
      return isEmpty ? `Nothing came from ${connector}` : null;
    case "CANCELLED":
      return isEmpty ? "Cancelled before its first page" : null;
  }
}

/** Whether the sentence takes the room of lane and outcomes, which then have nothing to say. */
export function speaksForItself({ status, progress }: SyncJob): boolean {
  if (status === "NEEDS_APPROVAL" || status === "FAILED" || status === "QUEUED") return true;
  return status !== "RUNNING" && progress.processed === 0;
}
