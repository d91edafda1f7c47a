"use client";

import {
  type InfiniteData,
  keepPreviousData,
  type QueryClient,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import type { z } from "zod";
import { apiFetch, apiPath } from "@/components/api";
import { usePollInterval } from "@/components/live/use-live";
import { useList } from "@/components/use-list";
import { list } from "@/lib/http/schema";
import {
  type JobStatus,
  plannedDeletionSchema,
  type SyncJob,
  syncErrorSchema,
  syncJobDetailSchema,
  syncJobSchema,
} from "@/lib/sync/schema";
import { type JobFilters, queryOf } from "./job-filters";
import { needMs } from "./job-groups";

/** What identifies the answers about jobs, so that a change can name those it makes stale. */
export const jobKeys = {
  all: ["sync", "jobs"],
  lists: ["sync", "jobs", "list"],
  open: ["sync", "jobs", "open"],
  one: (id: string) => ["sync", "jobs", "one", id],
  errors: (id: string) => ["sync", "jobs", "errors", id],
  // Each look is audited: not among the answers that are read again whenever a job moves.
  deletions: (id: string) => ["sync-deletions", id],
} as const;

const jobList = list(syncJobSchema);
type JobPage = z.infer<typeof jobList>;

/** What the table always shows: the jobs that are not finished, and the failures of the last day. */
const openStatuses: readonly JobStatus[] = ["NEEDS_APPROVAL", "RUNNING", "QUEUED", "PAUSED", "FAILED"];

async function fetchOpenJobs(filters: JobFilters, signal: AbortSignal): Promise<SyncJob[]> {
  const statuses = openStatuses.filter((status) => !filters.state || status === filters.state);
  const pages = await Promise.all(
    statuses.map((status) => {
      const from = status === "FAILED" ? new Date(Date.now() - needMs).toISOString() : undefined;
      const query = { ...queryOf(filters, new Date()), status, from, limit: 200 };
      return apiFetch(apiPath("/api/sync/jobs", query), jobList, { signal });
    }),
  );
  return pages.flatMap(({ data }) => data);
}

const runningPollMs = 5_000;
/** Over the live line come progress and changes of state, not what slows a job down. */
const livePollMs = 10_000;
const restingPollMs = 30_000;

/** The jobs of the table: all open ones, and the others page by page, newest first. */
export function useSyncJobs(filters: JobFilters) {
  const open = useOpenJobs(filters);
  const recent = useRecentJobs(filters);
  const pages = recent.data?.pages ?? [];
  return {
    /** A job may be given twice, as an open one and as a recent one. */
    jobs: [...(open.data ?? []), ...pages.flatMap(({ data }) => data)],
    isPending: open.isPending || recent.isPending,
    error: open.error ?? recent.error,
    isKnown: open.data !== undefined && recent.data !== undefined,
    /** When that was read which could not be read again since, in ms since 1970. */
    readAtMs: open.error ? open.dataUpdatedAt : recent.dataUpdatedAt,
    retry: () => Promise.all([open.refetch(), recent.refetch()]),
    older: recent,
  };
}

function useOpenJobs(filters: JobFilters) {
  const isLive = usePollInterval() === false;
  return useQuery({
    queryKey: [...jobKeys.open, filters],
    queryFn: ({ signal }) => fetchOpenJobs(filters, signal),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => {
      const isRunning = state.data?.some(({ status }) => status === "RUNNING") ?? false;
      if (!isRunning) return restingPollMs;
      return isLive ? livePollMs : runningPollMs;
    },
  });
}

function useRecentJobs(filters: JobFilters) {
  return useList("/api/sync/jobs", jobList, queryOf(filters, new Date()), {
    queryKey: [...jobKeys.lists, filters],
    refetchInterval: restingPollMs,
  });
}

const anyJobSchema = jobList.pick({ data: true });

/** Whether a sync has ever been asked for; undefined while nobody knows. */
export function useHasEverRun(): boolean | undefined {
  const { data } = useQuery({
    queryKey: [...jobKeys.all, "any"],
    queryFn: ({ signal }) => apiFetch("/api/sync/jobs?limit=1", anyJobSchema, { signal }),
    select: ({ data: jobs }) => jobs.length > 0,
  });
  return data;
}

/** One job with its pages and what happened to it; asked often while it runs, and its row then told the same. */
export function useSyncJob(id: string | null) {
  const client = useQueryClient();
  return useQuery({
    queryKey: jobKeys.one(id ?? ""),
    queryFn: async ({ signal }) => {
      const path = `/api/sync/jobs/${encodeURIComponent(id ?? "")}`;
      const job = await apiFetch(path, syncJobDetailSchema, { signal });
      applyProgress(client, { ...job, jobId: job.id });
      return job;
    },
    enabled: id !== null,
    refetchInterval: ({ state }) => (state.data?.status === "RUNNING" ? 2_000 : restingPollMs),
  });
}

const errorList = list(syncErrorSchema);

/** The records a job could not take in, newest first. `count` is how many there are by its counts. */
export function useSyncErrors(id: string, count: number) {
  return useList(
    `/api/sync/jobs/${id}/errors`,
    errorList,
    {},
    {
      queryKey: [...jobKeys.errors(id), count],
      pageSize: 20,
    },
  );
}

const deletionList = list(plannedDeletionSchema);

/** The records that the job asked about; read again when its state or what it deleted is another. */
export function usePlannedDeletions({ id, status, counts }: SyncJob) {
  return useList(
    `/api/sync/jobs/${id}/deletions`,
    deletionList,
    {},
    {
      queryKey: [...jobKeys.deletions(id), status, counts.deleted],
      pageSize: 20,
      staleTime: Number.POSITIVE_INFINITY,
    },
  );
}

export type JobProgressNews = Pick<SyncJob, "status" | "progress" | "counts"> & { jobId: string };

/**
 * Writes a job's progress into every answer that holds it. A job whose state changed is left as it is: what
 * else changed with the state has to be asked for.
 */
export function applyProgress(
  client: QueryClient,
  { jobId, status, progress, counts }: JobProgressNews,
): void {
  const renew = <J extends SyncJob>(job: J): J => {
    if (job.id !== jobId || job.status !== status) return job;
    const runMs = job.startedAt ? Date.now() - Date.parse(job.startedAt) : 0;
    return { ...job, progress, counts, durationMs: Math.max(job.durationMs ?? 0, runMs) };
  };
  client.setQueriesData<SyncJob[]>({ queryKey: jobKeys.open }, (jobs) => jobs?.map(renew));
  client.setQueriesData<InfiniteData<JobPage>>(
    { queryKey: jobKeys.lists },
    (list) => list && { ...list, pages: list.pages.map((page) => ({ ...page, data: page.data.map(renew) })) },
  );
  client.setQueryData<z.infer<typeof syncJobDetailSchema>>(jobKeys.one(jobId), (job) => job && renew(job));
}
