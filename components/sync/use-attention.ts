"use client";

import { useQuery } from "@tanstack/react-query";
import { z } from "zod";
import { apiFetch, apiPath } from "@/components/api";
import { useLive, usePollInterval } from "@/components/live/use-live";
import type { Attention } from "@/components/shell/navigation";
import { usePermission } from "@/components/shell/workspace-context";
import { type SyncJob, syncJobSchema } from "@/lib/sync/schema";
import { jobsInNeed, needMs } from "./job-groups";

const jobsSchema = z.object({ data: z.array(syncJobSchema) });

/** Every job that may need a person, and the newest ones, among them the retries that settle a failure. */
async function fetchCandidates(signal: AbortSignal): Promise<SyncJob[]> {
  const from = new Date(Date.now() - needMs).toISOString();
  const queries = [{ status: "NEEDS_APPROVAL" }, { status: "FAILED", from }, { from }];
  const lists = await Promise.all(
    queries.map((query) =>
      apiFetch(apiPath("/api/sync/jobs", { ...query, limit: 200 }), jobsSchema, { signal }),
    ),
  );
  return lists.flatMap(({ data }) => data);
}

/** How many sync jobs the dashboard shows as needing a person; asked again whenever a job changes its state. */
export function useAttention(): Attention {
  const maySee = usePermission("sync:read");
  const { data: candidates = [], refetch } = useQuery({
    queryKey: ["attention", "sync"],
    queryFn: ({ signal }) => fetchCandidates(signal),
    enabled: maySee,
    refetchInterval: usePollInterval(),
  });
  useLive(maySee ? ["sync"] : [], (message) => {
    if (message.type === "SYNC_PROGRESS" && message.status !== "RUNNING") void refetch();
  });
  const jobs = jobsInNeed(candidates, new Date());
  if (jobs.length === 0) return {};
  const shape = jobs.some(({ status }) => status === "NEEDS_APPROVAL") ? "ask" : "bad";
  return { "/sync": { shape, count: jobs.length } };
}
