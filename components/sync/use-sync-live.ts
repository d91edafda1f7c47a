"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useLive } from "@/components/live/use-live";
import type { JobStatus } from "@/lib/sync/schema";
import { applyProgress, jobKeys } from "./use-sync-jobs";
import { statisticsKey } from "./use-sync-statistics";

const refreshDelayMs = 400;

/** Keeps the jobs on the screen current: progress as it is told, everything else asked for when a state changes. */
export function useSyncLive(): void {
  const client = useQueryClient();
  const heard = useRef(new Map<string, JobStatus>());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // Changes of many jobs at once are asked for together.
  const refreshSoon = () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      void client.invalidateQueries({ queryKey: jobKeys.all });
      void client.invalidateQueries({ queryKey: statisticsKey });
    }, refreshDelayMs);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  useLive(["sync"], (message) => {
    if (message.type !== "SYNC_PROGRESS") return;
    applyProgress(client, message);
    if (heard.current.get(message.jobId) === message.status) return;
    heard.current.set(message.jobId, message.status);
    refreshSoon();
  });
}
