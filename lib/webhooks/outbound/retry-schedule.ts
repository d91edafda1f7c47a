/** When a failed delivery is tried again, and how long its endpoint is left alone: pure rules. */

interface RetrySchedule {
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

const firstHoldMs = 5_000;
const longestHoldMs = 300_000;

/** Whether an answer says that the message is wrong, not that the receiver is in trouble. */
function isRefusal(status: number | null): boolean {
  return status !== null && status >= 400 && status < 500 && ![408, 425, 429].includes(status);
}

/**
 * Milliseconds for which an endpoint gets nothing at all after `failures` failed tries in a row, the last one answered
 * with `status` (null when there was no answer). A refused message holds up nobody; a receiver in trouble is asked less
 * and less often, but never later than the failed delivery's own next try, which `delayMs` is.
 */
export function holdMs(status: number | null, failures: number, delayMs: number | null, askedMs = 0): number {
  const asked = Math.min(askedMs, longestWaitMs);
  if (isRefusal(status)) return asked;
  const backOffMs = Math.min(firstHoldMs * 2 ** Math.max(failures - 1, 0), longestHoldMs);
  return Math.max(asked, Math.min(backOffMs, delayMs ?? backOffMs));
}
