/** Tries, waits, circuit breaker and bulkhead around single tries of a call. */
import { setTimeout as sleep } from "node:timers/promises";
import {
  BrokenCircuitError,
  BulkheadRejectedError,
  bulkhead,
  CountBreaker,
  circuitBreaker,
  handleWhen,
} from "cockatiel";
import { hasCode } from "@/lib/platform/errors";
import { type Deadline, endedBy } from "./deadline";
import { outboundErrors } from "./errors";
import { wasNeverSent } from "./exchange";
import { RefusedReply } from "./refusal";

export interface ResilienceOptions {
  /** Tries after the first; 3 unless told. */
  readonly retries?: number;
  /** Upper bound of the first wait, in milliseconds; it doubles from try to try, and chance picks the wait below it. */
  readonly firstDelayMs?: number;
  /** Calls at one time; more wait for their turn. */
  readonly concurrency?: number;
  /** How long the breaker stays open before it lets one call try, in milliseconds. */
  readonly breakerRestMs?: number;
}

export interface Resilience {
  /** Runs `once` until it succeeds, must not be repeated, or time is up. */
  run<T>(deadline: Deadline, isRepeatable: boolean, once: () => Promise<T>): Promise<T>;
}

/** A longer Retry-After is the caller's to wait for: a call does not hold its place that long. */
const longestWaitMs = 15_000;
const longestQueue = 1_000;

/** Opens when 7 of the first 10 calls, or 70 % of the last 20, failed. The library compares with «more than». */
const tripping = { threshold: 0.699, size: 20, minimumNumberOfCalls: 10 };

function isVendorDown(error: unknown): boolean {
  if (error instanceof RefusedReply) return error.reply.status >= 500;
  return hasCode(error, "vendor_unreachable", "vendor_slow", "vendor_not_trusted");
}

function mayRetry(error: unknown, isRepeatable: boolean): boolean {
  if (!isRepeatable) return wasNeverSent(error);
  if (error instanceof RefusedReply) return error.isTransient;
  return hasCode(error, "vendor_unreachable", "vendor_slow", "vendor_reply_unreadable");
}

/** Full jitter: anything up to the bound, so that callers who failed together do not return together. */
function waitMs(error: unknown, bound: number): number {
  const asked = error instanceof RefusedReply ? error.retryAfterMs : undefined;
  const chance = Math.random() * bound;
  return asked === undefined ? chance : asked + Math.min(chance, 500);
}

function ownWords(error: unknown, breakerRestMs: number): unknown {
  if (error instanceof BrokenCircuitError) {
    return outboundErrors.breaker_open({
      detail: "Carelane tries again by itself in a moment.",
      retryAfterMs: breakerRestMs,
    });
  }
  if (error instanceof BulkheadRejectedError) return outboundErrors.outbound_busy();
  return error;
}

/** Makes the breaker and the bulkhead of one client. */
export function openResilience({
  retries = 3,
  firstDelayMs = 2_000,
  concurrency = 8,
  breakerRestMs = 30_000,
}: ResilienceOptions): Resilience {
  const limit = bulkhead(concurrency, longestQueue);
  const breaker = circuitBreaker(handleWhen(isVendorDown), {
    halfOpenAfter: breakerRestMs,
    breaker: new CountBreaker(tripping),
  });

  async function once<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    try {
      return await endedBy(
        signal,
        limit.execute(() => breaker.execute(work), signal),
      );
    } catch (error) {
      throw ownWords(error, breakerRestMs);
    }
  }

  return {
    async run(deadline, isRepeatable, work) {
      for (let tries = 0; ; tries++) {
        try {
          return await once(deadline.signal, work);
        } catch (error) {
          const delayMs = waitMs(error, firstDelayMs * 2 ** tries);
          const hasTime = delayMs <= longestWaitMs && delayMs < deadline.remainingMs();
          if (tries >= retries || !hasTime || !mayRetry(error, isRepeatable)) throw error;
          await sleep(delayMs, undefined, { signal: deadline.signal }).catch(() =>
            deadline.signal.throwIfAborted(),
          );
        }
      }
    },
  };
}
