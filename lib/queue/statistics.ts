/** What the queues hold, told by PostgreSQL: Redis knows only what runs now. */
import type { Tx } from "@/lib/platform/db";
import { type QueueName, queueNames } from "./define-job";
import { heartbeatTermSeconds } from "./dispatch";

interface QueueCounts {
  /** Ready, handed over but not started, or behind another job of its lane. */
  readonly waiting: number;
  readonly active: number;
  /** Within the last 24 hours. */
  readonly completed: number;
  /** Within the last 24 hours: given up, in the dead-letter list. */
  readonly failed: number;
  /** Due later: planned, or waiting for the next try. */
  readonly delayed: number;
  /** Slots of the living workers. */
  readonly concurrency: number;
}

/** The counts of each queue; in an organization's transaction those of its own jobs. */
export async function queueStatistics(tx: Tx): Promise<Record<QueueName, QueueCounts>> {
  const rows = await tx.query<QueueCounts & { queue: QueueName }>(countJobs, [
    [...queueNames],
    heartbeatTermSeconds,
  ]);
  const counts: Partial<Record<QueueName, QueueCounts>> = {};
  for (const { queue, ...count } of rows) counts[queue] = count;
  const none = { waiting: 0, active: 0, completed: 0, failed: 0, delayed: 0, concurrency: 0 };
  return {
    sync: counts.sync ?? none,
    webhooks: counts.webhooks ?? none,
    conflicts: counts.conflicts ?? none,
    transformations: counts.transformations ?? none,
  };
}

const countJobs = `
  with live as (
    select queue,
           count(*) filter (where state in ('waiting', 'dispatched'))::int as waiting,
           count(*) filter (where state = 'running')::int as active,
           count(*) filter (where state = 'delayed')::int as delayed
      from queue_jobs where finished_at is null group by queue
  ),
  ended as (
    select queue,
           count(*) filter (where state = 'done')::int as completed,
           count(*) filter (where state = 'dead')::int as failed
      from queue_jobs
     where finished_at > now() - interval '24 hours'
     group by queue
  ),
  slots as (
    select key as queue, sum(value::int)::int as concurrency
      from worker_heartbeats, jsonb_each_text(slots)
     where at > clock_timestamp() - $2 * interval '1 s'
     group by key
  )
  select queue, coalesce(waiting, 0) as waiting, coalesce(active, 0) as active, coalesce(completed, 0) as completed,
         coalesce(failed, 0) as failed, coalesce(delayed, 0) as delayed, coalesce(concurrency, 0) as concurrency
    from unnest($1::text[]) as q (queue)
    left join live using (queue)
    left join ended using (queue)
    left join slots using (queue)`;

/** How many worker processes showed themselves within the last 15 seconds. */
export async function workersAlive(tx: Tx): Promise<number> {
  const row = await tx.one<{ total: number }>(
    "select count(*)::int as total from worker_heartbeats where at > clock_timestamp() - $1 * interval '1 s'",
    [heartbeatTermSeconds],
  );
  return row?.total ?? 0;
}
