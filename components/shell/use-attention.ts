"use client";

import { useQuery } from "@tanstack/react-query";
import { z } from "zod";
import { apiFetch, apiPath } from "@/components/api";
import { useLive, usePollInterval } from "@/components/live/use-live";
import { syncJobSchema } from "@/lib/sync/schema";
import type { Attention } from "./navigation";
import { usePermission } from "./workspace-context";

const jobsSchema = z.object({ data: z.array(syncJobSchema) });

/** How many sync jobs wait for a person to decide; asked again whenever a job changes its state. */
export function useAttention(): Attention {
  const maySee = usePermission("sync:read");
  const { data, refetch } = useQuery({
    queryKey: ["attention", "sync"],
    queryFn: ({ signal }) =>
      apiFetch(apiPath("/api/sync/jobs", { status: "NEEDS_APPROVAL", limit: 200 }), jobsSchema, { signal }),
    enabled: maySee,
    refetchInterval: usePollInterval(),
  });
  useLive(maySee ? ["sync"] : [], (message) => {
    if (message.type === "SYNC_PROGRESS" && message.status !== "RUNNING") void refetch();
  });
  const count = data?.data.length ?? 0;
  return count > 0 ? { "/sync": { shape: "ask", count } } : {};
}
