/** The heads of the job table's groups. */
import { formatCount, formatDuration, formatRate } from "@/components/ui/format";
import type { SyncJob, SyncStatistics } from "@/lib/sync/schema";
import type { GroupId, JobGroup } from "./job-groups";

export const groupTitles: Record<GroupId, string> = {
  needs: "Needs you",
  running: "Running",
  waiting: "Waiting",
  finished: "Finished",
};

/** Records per second of all jobs that run. */
export function rateOf(jobs: readonly SyncJob[]): number {
  return jobs.reduce((sum, { status, progress }) => sum + (status === "RUNNING" ? progress.perSecond : 0), 0);
}

/** "83 done, 4 of them with refusals, 2 failed, 1 cancelled; average 1 min 48 s". */
export function dayWords({
  jobs,
  averageDurationMs,
}: Pick<SyncStatistics, "jobs" | "averageDurationMs">): string {
  const counts = [
    `${formatCount(jobs.completed)} done`,
    jobs.refused > 0 ? `${formatCount(jobs.refused)} of them with refusals` : null,
    jobs.failed > 0 ? `${formatCount(jobs.failed)} failed` : null,
    jobs.cancelled > 0 ? `${formatCount(jobs.cancelled)} cancelled` : null,
  ].filter((part) => part !== null);
  const average = averageDurationMs === null ? "" : `; average ${formatDuration(averageDurationMs)}`;
  return `${counts.join(", ")}${average}`;
}

/** What stands beside the title: the rate of what runs, the day of what is finished. */
export function groupDetail({ id, jobs }: JobGroup, day: SyncStatistics | null): string | undefined {
  if (id === "running") {
    const perSecond = rateOf(jobs);
    return perSecond > 0 ? formatRate(perSecond).replace("/", " records/") : undefined;
  }
  return id === "finished" && day ? dayWords(day) : undefined;
}

/** "15 of 94 jobs shown"; without a total whether there are more. */
export function footWords(shown: number, total: number | null, hasMore: boolean): string {
  const noun = (count: number) => `${formatCount(count)} job${count === 1 ? "" : "s"}`;
  if (total !== null && total > shown) return `${formatCount(shown)} of ${noun(total)} shown`;
  return hasMore ? `${noun(shown)} shown, more below` : noun(shown);
}
