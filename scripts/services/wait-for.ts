import { setTimeout as pause } from "node:timers/promises";

interface WaitOptions {
  readonly timeoutMs: number;
  readonly pollMs?: number;
  /** Ends the waiting early, with its reason as the error. */
  readonly signal?: AbortSignal;
}

/** Polls until `check` answers something true; answers undefined when the time is over. */
export async function waitFor<T>(
  check: () => Promise<T | undefined | false> | T | undefined | false,
  { timeoutMs, pollMs = 50, signal }: WaitOptions,
): Promise<T | undefined> {
  const endsAt = performance.now() + timeoutMs;
  while (performance.now() < endsAt) {
    signal?.throwIfAborted();
    const value = await check();
    if (value) return value;
    await pause(pollMs);
  }
  return undefined;
}
