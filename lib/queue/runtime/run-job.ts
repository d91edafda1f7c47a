/** One hand-over in a worker: take the lease, run the slice, record what became of it. */
import { setTimeout as sleep } from "node:timers/promises";
import { now, nowMs } from "@/lib/platform/clock";
import { hasCode } from "@/lib/platform/errors";
import { createLogger, withLogContext } from "@/lib/platform/logger";
import { retryPolicyOf } from "../define-job";
import { queueErrors } from "../errors";
import type { JobContext, JobHandler } from "../handle";
import {
  completeJob,
  fenceJob,
  forgetFailures,
  type JobRow,
  settleJob,
  type Ticket,
  takeJob,
} from "../job-store";
import { maxCrashes } from "../take-back";
import { keptError, type Verdict, verdictOfFailure, verdictOfSuccess } from "../verdict";
import { isStopping, type Leases } from "./leases";
import type { Timing } from "./timing";

const log = createLogger("queue");

/** Runs tickets with these handlers. A ticket that is stale does nothing. */
export function makeRunner(handlers: ReadonlyMap<string, JobHandler>, leases: Leases, timing: Timing) {
  return async (ticket: Ticket): Promise<void> => {
    const row = await whileDatabaseReturns(timing.leaseMs, () => takeJob(ticket, timing.leaseMs));
    if (!row) return;
    const run: Run = { row, handler: handlers.get(row.name), attempts: row.attempts, timing };
    const context = contextOf(run, leases.hold(ticket));
    const ids = {
      jobId: row.id,
      organizationId: row.organization_id ?? undefined,
      requestId: row.request_id ?? undefined,
    };
    await withLogContext(ids, async () => {
      try {
        const verdict = await judge(run, context);
        if (verdict) await whileDatabaseReturns(timing.leaseMs, () => settleJob(ticket, verdict));
      } finally {
        leases.release(ticket);
      }
    });
  };
}

interface Run {
  readonly row: JobRow;
  readonly handler: JobHandler | undefined;
  readonly timing: Timing;
  /** Failures since the last progress. */
  attempts: number;
}

function contextOf(run: Run, signal: AbortSignal): JobContext<unknown> {
  const { row, timing } = run;
  return {
    payload: row.payload,
    jobId: row.id,
    organizationId: row.organization_id,
    attempt: row.attempts + 1,
    crashes: row.crashes,
    epoch: row.epoch,
    signal,
    sliceEndsAt: nowMs() + timing.sliceMs,
    requestId: row.request_id,
    fence: (tx) => fenceJob(tx, row),
    complete: (tx) => completeJob(tx, row),
    advance: async (tx) => {
      await fenceJob(tx, row);
      await forgetFailures(tx, row);
      run.attempts = 0;
    },
  };
}

/** Runs the handler and decides. Undefined when the job is another worker's by now. */
async function judge(run: Run, context: JobContext<unknown>): Promise<Verdict | undefined> {
  if (run.row.crashes >= maxCrashes) return bury(run, context);
  try {
    if (!run.handler) throw queueErrors.handler_missing({ internal: { type: run.row.name } });
    return verdictOfSuccess(await run.handler.perform(context));
  } catch (error) {
    if (isStopping(context.signal)) return { next: "hand_back" };
    if (context.signal.aborted || hasCode(error, "lease_lost")) return undefined;
    return fail(run, context, error);
  }
}

async function bury({ handler, timing }: Run, context: JobContext<unknown>): Promise<Verdict> {
  const error = queueErrors.worker_lost({ detail: "Look for the cause before you run it again." });
  log.error("A job ended its worker again and again and is given up", { error });
  await tell(timing, async () => handler?.onDead(context, undefined));
  return { next: "dead", error: keptError(error, now()) };
}

async function fail(run: Run, context: JobContext<unknown>, error: unknown): Promise<Verdict> {
  const { row, handler, timing, attempts } = run;
  const tries = {
    attempts,
    maxAttempts: row.max_attempts,
    postponements: row.postponements,
    firstDelayMs: retryPolicyOf(handler?.job ?? { retry: {} }).firstDelayMs,
  };
  const verdict = verdictOfFailure(error, tries, now(), Math.random());
  log.warn("A job failed", { type: row.name, attempt: context.attempt, state: verdict.next, error });
  await tell(timing, async () => {
    if (verdict.next === "dead") await handler?.onDead(context, error);
    else if ("delayMs" in verdict) await handler?.onRetry(context, error, verdict.delayMs);
  });
  return verdict;
}

/** Calls a hook. That it fails must not keep the job from its verdict; a job that another worker has needs none. */
async function tell(timing: Timing, hook: () => Promise<void>): Promise<void> {
  try {
    await whileDatabaseReturns(timing.leaseMs, hook);
  } catch (error) {
    if (!hasCode(error, "lease_lost")) log.error("A job's failure could not be shown", { error });
  }
}

/** Repeats `work` while PostgreSQL is away, at most as long as a lease lasts. */
async function whileDatabaseReturns<T>(forMs: number, work: () => Promise<T>): Promise<T> {
  for (const until = performance.now() + forMs; ; await sleep(250)) {
    try {
      return await work();
    } catch (error) {
      if (!hasCode(error, "database_unavailable") || performance.now() > until) throw error;
    }
  }
}
