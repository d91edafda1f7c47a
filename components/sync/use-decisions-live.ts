"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { conflictKeys } from "@/components/conflicts/use-conflicts";
import { useLive } from "@/components/live/use-live";
import { matchKeys } from "@/components/matches/use-matches";
import { statisticsKey } from "./use-sync-statistics";

const refreshDelayMs = 400;

/** Keeps conflicts, matches and their numbers current: decided elsewhere, or found by a job that runs. */
export function useDecisionsLive(): void {
  const client = useQueryClient();
  const states = useRef(new Map<string, string>());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // A job finds many in a moment; they are asked for together.
  const refreshSoon = () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      for (const queryKey of [conflictKeys.all, matchKeys.all, statisticsKey]) {
        void client.invalidateQueries({ queryKey });
      }
    }, refreshDelayMs);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  useLive(["sync"], (message) => {
    if (message.type === "CONFLICT_CHANGED" || message.type === "MATCH_CHANGED") refreshSoon();
    if (message.type !== "SYNC_PROGRESS") return;
    // Who waits as a match counts as failed. A job also closes what is settled by itself, which only its end is sure to tell.
    const { counts, status, jobId } = message;
    const state = `${counts.conflicted} ${counts.failed} ${status}`;
    if (states.current.get(jobId) === state) return;
    states.current.set(jobId, state);
    refreshSoon();
  });
}
