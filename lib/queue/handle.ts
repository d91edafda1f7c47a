/** Joins a declared job to the code that does it. Handlers may run twice, so each is safe to repeat. */
import type { Tx } from "@/lib/platform/db";
import type { JobDefinition } from "./define-job";
import { type EnqueueOptions, enqueue } from "./enqueue";
import { queueErrors } from "./errors";
import { scheduleTask } from "./scheduled-tasks";

export interface JobContext<Payload> {
  readonly payload: Payload;
  readonly jobId: string;
  readonly organizationId: string | null;
  /** 1 for the first try. */
  readonly attempt: number;
  /** How often it ended its worker since it last got further. */
  readonly crashes: number;
  /** Rises with every hand-over: of two workers on one job the one with the lower epoch is the stale one. */
  readonly epoch: number;
  /** Aborts when the worker stops, when another worker has the job, or when it was taken out. */
  readonly signal: AbortSignal;
  /** When this slice should have ended, in milliseconds since 1970; answer `again` to go on in another. */
  readonly sliceEndsAt: number;
  readonly requestId: string | null;
  /**
   * Called first in a transaction with effects: throws `lease_lost` when another worker has the job by now, so that
   * nothing is done twice.
   */
  readonly fence: (tx: Tx) => Promise<void>;
  /**
   * A fence for a transaction after which the job is further than it ever was, such as the next page: failures and
   * crashes before it no longer count. A job that calls this without getting further is tried for ever.
   */
  readonly advance: (tx: Tx) => Promise<void>;
  /**
   * A fence that ends the job in the same transaction as its effects: they happen exactly once, whatever crashes. Without
   * it a worker that dies between the effects and the note that they are done repeats them.
   */
  readonly complete: (tx: Tx) => Promise<void>;
}

/** Not finished: the job goes back to the queue, keeps its place in its lane, and uses up no try. */
export interface SliceOutcome {
  readonly again: true;
  readonly delayMs?: number;
}

export interface JobHooks<Payload> {
  /**
   * The job failed and will be tried again after `delayMs`; called before that is recorded, so perhaps twice, and perhaps
   * by a worker that has lost the job without knowing it: what it changes is fenced.
   */
  readonly onRetry?: (context: JobContext<Payload>, error: unknown, delayMs: number) => Promise<void>;
  /** The job will not be tried again. `error` is absent when it ended its worker too often. Called like `onRetry`. */
  readonly onDead?: (context: JobContext<Payload>, error: unknown) => Promise<void>;
}

/** A job with its code, as the worker keeps it: payloads are checked on the way in. */
export interface JobHandler {
  readonly job: Pick<JobDefinition<unknown>, "name" | "queue" | "retry">;
  readonly perform: (context: JobContext<unknown>) => Promise<SliceOutcome | undefined>;
  readonly onRetry: (context: JobContext<unknown>, error: unknown, delayMs: number) => Promise<void>;
  readonly onDead: (context: JobContext<unknown>, error: unknown) => Promise<void>;
  /** Enqueues the job with a payload that is not checked yet. */
  readonly enqueue: (tx: Tx, payload: unknown, options: EnqueueOptions) => Promise<string>;
  /** Plans the runs of a job that is declared to run by itself; of others nothing. */
  readonly plan: (tx: Tx) => Promise<void>;
}

/** Joins `job` to `perform`. */
export function handle<Payload>(
  job: JobDefinition<Payload>,
  perform: (context: JobContext<Payload>) => Promise<SliceOutcome | undefined> | Promise<void>,
  hooks: JobHooks<Payload> = {},
): JobHandler {
  const parse = (payload: unknown): Payload => {
    const parsed = job.payload.safeParse(payload);
    if (parsed.success) return parsed.data;
    throw queueErrors.payload_invalid({ internal: { type: job.name }, cause: parsed.error });
  };
  const typed = (context: JobContext<unknown>) => ({ ...context, payload: parse(context.payload) });
  return {
    job,
    perform: async (context) => (await perform(typed(context))) ?? undefined,
    onRetry: async (context, error, delayMs) => hooks.onRetry?.(typed(context), error, delayMs),
    onDead: async (context, error) => hooks.onDead?.(typed(context), error),
    enqueue: async (tx, payload, options) => enqueue(tx, job, parse(payload), options),
    plan: async (tx) => {
      const { name, everySeconds } = job;
      if (everySeconds === undefined) return;
      await scheduleTask(tx, { name, organizationId: null, job, payload: parse({}), everySeconds });
    },
  };
}
