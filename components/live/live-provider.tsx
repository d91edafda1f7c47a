"use client";

import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { ApiError, leaveForSignIn } from "@/components/api";
import { LiveLine } from "./live-line";

const LiveContext = createContext<LiveLine | null>(null);

function gatewayUrl(): string {
  return `${window.location.protocol === "https:" ? "wss" : "ws"}://${window.location.host}/ws`;
}

/** One live line for the page; needs a QueryClientProvider around it, whose answers it takes as signs of life. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const queryClient = useQueryClient();
  const [line] = useState(() =>
    typeof window === "undefined"
      ? null
      : new LiveLine({
          url: gatewayUrl(),
          onResync: () => void queryClient.invalidateQueries(),
          onSignedOut: leaveForSignIn,
        }),
  );
  useEffect(() => {
    if (!line) return;
    const wake = () => line.wake();
    const stopNoting = queryClient.getQueryCache().subscribe((event) => {
      if (event.type !== "updated") return;
      const { action } = event;
      if (action.type === "success" && !action.manual) line.noteAnswer(true);
      else if (action.type === "error") line.noteAnswer(!isUnreachable(action.error));
    });
    line.start();
    window.addEventListener("online", wake);
    document.addEventListener("visibilitychange", wake);
    return () => {
      stopNoting();
      line.stop();
      window.removeEventListener("online", wake);
      document.removeEventListener("visibilitychange", wake);
    };
  }, [line, queryClient]);
  return <LiveContext value={line}>{children}</LiveContext>;
}

function isUnreachable(error: unknown): boolean {
  return error instanceof ApiError && error.code === "unreachable";
}

/** The page's line; null while the server renders, and outside of the workspace. */
export function useLiveLine(): LiveLine | null {
  return useContext(LiveContext);
}
