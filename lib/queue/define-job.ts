/** What a job is: declared once, imported by who enqueues it and by the worker that runs it. */
import type { z } from "zod";
import { env } from "@/lib/platform/env";

export const queueNames = ["sync", "webhooks", "conflicts", "transformations"] as const;
export type QueueName = (typeof queueNames)[number];

/** Higher runs first among the jobs of one organization; organizations take turns whatever their priorities. */
export const priorities = { LOW: 10, NORMAL: 20, HIGH: 30, URGENT: 40 } as const;
export type Priority = (typeof priorities)[keyof typeof priorities];

export interface JobDefinition<Payload> {
  readonly name: string;
  readonly queue: QueueName;
  readonly payload: z.ZodType<Payload>;
  readonly retry: RetryPolicy;
  /** The lane of a payload; absent when each job is a lane of its own. */
  readonly lane?: (payload: Payload) => string;
  /** For Carelane's own upkeep: the scheduler runs it this often, with an empty payload. */
  readonly everySeconds?: number;
}

/** Absent values come from JOB_RETRIES and JOB_BACKOFF_MS. */
interface RetryPolicy {
  readonly retries?: number;
  /** Delay before the first retry; it doubles with each further one. */
  readonly firstDelayMs?: number;
}

interface JobDeclaration<Payload> {
  /** `domain.verb`; stands in rows, so it outlives renames of files. */
  readonly name: string;
  readonly queue: QueueName;
  /** Ids and options only: never a name, a result or a secret. */
  readonly payload: z.ZodType<Payload>;
  readonly retry?: RetryPolicy;
  /** Jobs of one lane run one at a time, in the order in which they were enqueued. */
  readonly lane?: (payload: Payload) => string;
  /** For jobs without a lane: how many of them may be in flight at once, over all workers. */
  readonly concurrency?: number;
  /** For Carelane's own upkeep: runs by itself this often, with an empty payload. */
  readonly everySeconds?: number;
}

/** Declares a job. */
export function defineJob<Payload>(declaration: JobDeclaration<Payload>): JobDefinition<Payload> {
  const { name, queue, payload, retry = {}, concurrency, everySeconds } = declaration;
  const lane = declaration.lane ?? (concurrency ? spreadOver(name, concurrency) : undefined);
  return { name, queue, payload, retry, lane, everySeconds };
}

// As many lanes as may be in flight: the bound then holds by the same rule as every lane.
function spreadOver(name: string, laneCount: number): () => string {
  return () => `${name}-${Math.floor(Math.random() * laneCount)}`;
}

/** The policy with the defaults of the environment filled in. */
export function retryPolicyOf(job: { readonly retry: RetryPolicy }): Required<RetryPolicy> {
  return {
    retries: job.retry.retries ?? env().JOB_RETRIES,
    firstDelayMs: job.retry.firstDelayMs ?? env().JOB_BACKOFF_MS,
  };
}
