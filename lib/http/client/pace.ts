/** Keeps the calls of a client to what the other side allows in a time. */
import { nowMs } from "@/lib/platform/clock";

/** So many calls in any stretch of so many milliseconds. */
export interface Rate {
  readonly calls: number;
  readonly perMs: number;
}

/** The share of the calls that may go at once after a rest; the others follow evenly. */
const burstShare = 0.25;

/**
 * Answers for each call how many milliseconds it waits for its turn (generic cell rate algorithm): no stretch of time
 * ever holds more calls than the rate allows, and nobody waits for a whole period to end.
 */
export function openPace({ calls, perMs }: Rate): () => number {
  const burst = Math.max(1, Math.floor(calls * burstShare));
  const everyMs = perMs / Math.max(1, calls - burst);
  let dueMs = 0;
  return () => {
    const now = nowMs();
    const waitMs = dueMs - (burst - 1) * everyMs - now;
    dueMs = Math.max(dueMs, now) + everyMs;
    return Math.max(0, waitMs);
  };
}
