"use client";

import { useCallback, useEffect, useEffectEvent, useSyncExternalStore } from "react";
import type { LiveMessage } from "./live-message";
import { useLiveLine } from "./live-provider";
import { type LiveState, pollEveryMs } from "./live-state";

/**
 * Hears the news of these channels while the component is shown. What was missed need not be asked for: after a
 * gap everything on the screen is read again.
 */
export function useLive(channels: readonly string[], onMessage: (message: LiveMessage) => void): void {
  const line = useLiveLine();
  const hear = useEffectEvent(onMessage);
  const names = channels.join(" ");
  useEffect(() => {
    if (!line || names === "") return;
    const stops = names.split(" ").map((name) => line.listen(name, (message) => hear(message)));
    return () => {
      for (const stop of stops) stop();
    };
  }, [line, names]);
}

const silent: LiveState = { mode: "live", lastHeardAt: null };

function useLineState<T>(read: (state: LiveState) => T): T {
  const line = useLiveLine();
  const watch = useCallback((watcher: () => void) => line?.watch(watcher) ?? (() => undefined), [line]);
  return useSyncExternalStore(
    watch,
    () => read(line?.state ?? silent),
    () => read(silent),
  );
}

const whole = (state: LiveState) => state;
const modeOnly = (state: LiveState) => state.mode;

/** The state of the line. Before the first word it reads as live without an age. */
export function useLiveState(): LiveState {
  return useLineState(whole);
}

/** What to give `refetchInterval`: nothing while the line is live, else how often to ask in ms. */
export function usePollInterval(): number | false {
  return useLineState(modeOnly) === "live" ? false : pollEveryMs;
}
