/** What becomes of a job after a slice: pure rules. */
import { isCarelaneError } from "@/lib/platform/errors";
import type { SliceOutcome } from "./handle";

/** What a row keeps of its last error: nothing that could hold data. */
export interface KeptError {
  readonly code: string;
  readonly title: string;
  readonly detail?: string;
  readonly at: string;
}

export type Verdict =
  | { readonly next: "done" }
  /** Made progress and goes on later: earlier failures are forgotten. */
  | { readonly next: "again"; readonly delayMs: number }
  /** Given back unfinished, as if it had not started. */
  | { readonly next: "hand_back" }
  | { readonly next: "retry"; readonly delayMs: number; readonly error: KeptError }
  /** Must wait for the other side: uses up no try. */
  | { readonly next: "postpone"; readonly delayMs: number; readonly error: KeptError }
  | { readonly next: "dead"; readonly error: KeptError };

interface Tries {
  /** Failures before this one. */
  readonly attempts: number;
  readonly maxAttempts: number;
  readonly postponements: number;
  readonly firstDelayMs: number;
}

/** A vendor that asks to wait this often without one success in between is not going to answer. */
export const maxPostponements = 200;
const defaultPostponementMs = 30_000;

export function verdictOfSuccess(outcome: SliceOutcome | undefined): Verdict {
  return outcome?.again ? { next: "again", delayMs: outcome.delayMs ?? 0 } : { next: "done" };
}

/** `spread` in 0…1 places the delay within ±20 % of the exact one, so that jobs that failed together part. */
export function verdictOfFailure(error: unknown, tries: Tries, at: Date, spread: number): Verdict {
  const kept = keptError(error, at);
  const kind = isCarelaneError(error) ? error.kind : "retryable";
  const askedMs = isCarelaneError(error) ? error.retryAfterMs : undefined;
  switch (kind) {
    case "invalid":
    case "fatal":
    // Whoever signs in has tried a fresh token by then: only a person can help.
    case "auth_expired":
      return { next: "dead", error: kept };
    case "rate_limited":
      return tries.postponements + 1 >= maxPostponements
        ? { next: "dead", error: kept }
        : { next: "postpone", delayMs: askedMs ?? defaultPostponementMs, error: kept };
    case "retryable":
    case "ambiguous": {
      if (tries.attempts + 1 >= tries.maxAttempts) return { next: "dead", error: kept };
      const exactMs = tries.firstDelayMs * 2 ** tries.attempts;
      const delayMs = Math.round(exactMs * (0.8 + 0.4 * spread));
      return { next: "retry", delayMs: Math.max(delayMs, askedMs ?? 0), error: kept };
    }
    default:
      return kind satisfies never;
  }
}

/** An error as its row keeps it: the fixed texts of our own errors, and of others only that they happened. */
export function keptError(error: unknown, at: Date): KeptError {
  if (isCarelaneError(error)) {
    return { code: error.code, title: error.title, detail: error.detail, at: at.toISOString() };
  }
  return {
    code: "unexpected",
    title: "The job failed for a reason it did not expect",
    detail: "The log holds the error under this job's id.",
    at: at.toISOString(),
  };
}
