/** The job table's order: what needs a person first, then what runs, what waits, what is finished. */
import type { SyncJob } from "@/lib/sync/schema";
import { hasEnded } from "./job-state";

export const groupIds = ["needs", "running", "waiting", "finished"] as const;
export type GroupId = (typeof groupIds)[number];
export type JobGroup = { id: GroupId; jobs: readonly SyncJob[] };

/** For so long a failure asks for attention. */
export const needMs = 24 * 60 * 60 * 1000;

/** A failure asks for attention for a day, unless somebody has retried it. */
function isOpenFailure({ status, retriedBy, finishedAt, createdAt }: SyncJob, now: Date): boolean {
  const endedAt = Date.parse(finishedAt ?? createdAt);
  return status === "FAILED" && retriedBy === null && now.getTime() - endedAt < needMs;
}

function groupOf(job: SyncJob, now: Date): GroupId {
  if (job.status === "NEEDS_APPROVAL" || isOpenFailure(job, now)) return "needs";
  if (job.status === "RUNNING") return "running";
  return hasEnded(job) ? "finished" : "waiting";
}

/** Newest first within a group; jobs of one moment by id, so that the order is always the same. */
function newestFirst(a: SyncJob, b: SyncJob): number {
  return b.createdAt.localeCompare(a.createdAt) || b.id.localeCompare(a.id);
}

/** All groups, those without a job too. A job that is given twice is shown once. */
export function groupJobs(jobs: readonly SyncJob[], now: Date): JobGroup[] {
  const unique = [...new Map(jobs.map((job) => [job.id, job])).values()].sort(newestFirst);
  return groupIds.map((id) => ({ id, jobs: unique.filter((job) => groupOf(job, now) === id) }));
}

/** The jobs that wait for a person, newest first. */
export function jobsInNeed(jobs: readonly SyncJob[], now: Date): readonly SyncJob[] {
  return groupJobs(jobs, now).find(({ id }) => id === "needs")?.jobs ?? [];
}

export type StillGroups = { groups: JobGroup[]; waiting: number };

/**
 * The groups as they were `before`, with what their jobs say `now`: no row moves under a pointer. Jobs that come
 * after the last finished one are appended, for they move nothing; all other new ones wait and are counted.
 */
export function holdStill(before: readonly JobGroup[], now: readonly JobGroup[]): StillGroups {
  const current = new Map(now.flatMap(({ jobs }) => jobs.map((job) => [job.id, job])));
  const known = new Set(before.flatMap(({ jobs }) => jobs.map(({ id }) => id)));
  const finished = now.find(({ id }) => id === "finished")?.jobs ?? [];
  const lastKnown = finished.findLastIndex(({ id }) => known.has(id));
  const older = finished.slice(lastKnown + 1).filter(({ id }) => !known.has(id));
  const appended = lastKnown < 0 ? [] : older;
  const groups = before.map(({ id, jobs }) => ({
    id,
    jobs: [...jobs.map((job) => current.get(job.id) ?? job), ...(id === "finished" ? appended : [])],
  }));
  const fresh = [...current.keys()].filter((id) => !known.has(id));
  return { groups, waiting: fresh.length - appended.length };
}
