/** When a failed delivery is tried again: pure rules. */

export interface RetrySchedule {
  readonly maxAttempts: number;
  readonly retrySeconds: readonly number[];
}

/** A receiver may ask for a longer wait, but not for one that outlives the log. */
const longestWaitMs = 24 * 3_600_000;

/**
 * Milliseconds until the next try after `tries` failed ones, or null when there is none. `spread` in 0…1 places it
 * within ±20 % of the schedule, so that deliveries that failed together part; a wait the receiver asked for is kept.
 */
export function nextDelayMs(
  { maxAttempts, retrySeconds }: RetrySchedule,
  tries: number,
  spread: number,
  askedMs = 0,
): number | null {
  if (tries >= maxAttempts) return null;
  const seconds = retrySeconds[Math.min(tries, retrySeconds.length) - 1] ?? 0;
  const plannedMs = Math.round(seconds * 1_000 * (0.8 + 0.4 * spread));
  return Math.max(plannedMs, Math.min(askedMs, longestWaitMs));
}
