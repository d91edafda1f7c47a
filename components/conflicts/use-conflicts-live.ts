"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useLive } from "@/components/live/use-live";
import { statisticsKey } from "@/components/sync/use-sync-statistics";
import { conflictKeys } from "./use-conflicts";

const refreshDelayMs = 400;

/** Keeps conflicts and their number current: decided elsewhere, or found by a job that runs. */
export function useConflictsLive(): void {
  const client = useQueryClient();
  const conflicted = useRef(new Map<string, string>());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // A job finds many in a moment; they are asked for together.
  const refreshSoon = () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      void client.invalidateQueries({ queryKey: conflictKeys.all });
      void client.invalidateQueries({ queryKey: statisticsKey });
    }, refreshDelayMs);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  useLive(["sync"], (message) => {
    if (message.type === "CONFLICT_CHANGED") refreshSoon();
    if (message.type !== "SYNC_PROGRESS") return;
    // A job also closes conflicts whose sides agree again, which only its end is sure to tell.
    const state = `${message.counts.conflicted} ${message.status}`;
    if (conflicted.current.get(message.jobId) === state) return;
    conflicted.current.set(message.jobId, state);
    refreshSoon();
  });
}
