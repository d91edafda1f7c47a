/** The relay's choice: which jobs are handed to Redis next. PostgreSQL decides, one relay at a time. */
import type { Tx } from "@/lib/platform/db";
import type { QueueName } from "./define-job";
import type { Ticket } from "./job-store";
import { isInFlight, isLive, isReady } from "./states";

/** A job about to be handed over. */
export interface Dispatched extends Ticket {
  readonly name: string;
}

interface FreeSlots {
  readonly queue: QueueName;
  readonly free: number;
}

/** Workers that did not show within this time count as gone. */
export const heartbeatTermSeconds = 15;

/**
 * Lets one relay at a time choose, so that two do not fill the same slots. Held until the transaction ends; false
 * when another one is choosing right now.
 */
export async function becomeOnlyRelay(tx: Tx): Promise<boolean> {
  const lock = await tx.one<{ held: boolean }>(
    "select pg_try_advisory_xact_lock(hashtext('carelane.queue.relay')) as held",
  );
  return lock?.held ?? false;
}

/**
 * Has the queries of this transaction go by the queue's partial indexes. Statistics of a queue are wrong by nature: it
 * was empty when they were taken, and by them a walk through all rows looks as cheap as a look at the first.
 */
export async function goByIndexes(tx: Tx): Promise<void> {
  await tx.execute(
    "select set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true)",
  );
}

/** Makes delayed jobs waiting whose time has come; by now(), with which the index is searched, unlike clock_timestamp(). */
export async function wakeDelayed(tx: Tx, limit: number): Promise<number> {
  return tx.execute(
    `update queue_jobs set state = 'waiting'
      where id in (select id from queue_jobs
                    where state = 'delayed' and run_at <= now()
                    order by run_at limit $1 for update skip locked)`,
    [limit],
  );
}

/**
 * How many jobs of each queue that has any ready may be handed over: the slots of living workers and half as many
 * more, so that a worker need not wait for the relay between two jobs, less what is in flight.
 */
export function freeSlots(tx: Tx): Promise<FreeSlots[]> {
  return tx.query<FreeSlots>(
    `select slots.queue, (ceil(slots.total * 1.5) - coalesce(flying.total, 0))::int as free
       from (select key as queue, sum(value::int) as total
               from worker_heartbeats, jsonb_each_text(slots)
              where at > clock_timestamp() - $1 * interval '1 s'
              group by key) slots
       left join (select queue, count(*) as total from queue_jobs where ${isInFlight} group by queue) flying
              on flying.queue = slots.queue
      where ceil(slots.total * 1.5) > coalesce(flying.total, 0)
        and exists (select 1 from queue_jobs j where j.queue = slots.queue and ${isReady})`,
    [heartbeatTermSeconds],
  );
}

/**
 * Marks up to `limit` jobs of a queue dispatched and answers them. Organizations take turns: who has fewer in flight
 * comes first. Within one, the higher priority, then who is due longer; a job that went back after a slice is due
 * since then, so that long jobs take turns too.
 */
export function dispatch(tx: Tx, queue: QueueName, limit: number, leaseMs: number): Promise<Dispatched[]> {
  return tx.query<Dispatched>(chooseAndMark, [queue, limit, leaseMs]);
}

/** Carelane's own jobs count as an organization too. The expression stands in the index. */
const tenantOf = (row: string) =>
  `coalesce(${row}.organization_id, '00000000-0000-0000-0000-000000000000'::uuid)`;

// Walks the index from one organization to the next and takes a few rows of each: the length of a queue does not
// matter. A job is passed over while its lane has one in flight or an earlier one (a race may mark two ready); asked
// by scalar subqueries, which the planner never turns into a join over the whole table. The order names the organization
// because under row-level security the planner does not see that it is fixed, and would sort.
const chooseAndMark = `
  with recursive tenants (id) as (
    (select ${tenantOf("j")} from queue_jobs j where j.queue = $1 and ${isReady} order by 1 limit 1)
    union all
    select (select ${tenantOf("j")} from queue_jobs j
             where j.queue = $1 and ${isReady} and ${tenantOf("j")} > t.id order by 1 limit 1)
      from tenants t
     where t.id is not null
  ),
  loads as (
    select ${tenantOf("j")} as id, count(*) as total from queue_jobs j where j.queue = $1 and ${isInFlight} group by 1
  ),
  heads as (
    select head.id,
           coalesce(l.total, 0)
             + row_number() over (partition by t.id order by head.priority desc, head.run_at, head.seq) as turn
      from tenants t
      left join loads l on l.id = t.id
      cross join lateral (
        select j.id, j.priority, j.run_at, j.seq
          from queue_jobs j
         where j.queue = $1 and ${isReady} and ${tenantOf("j")} = t.id
           and (select other.id from queue_jobs other where other.lane = j.lane and ${isInFlight}) is null
           and j.seq = (select other.seq from queue_jobs other
                         where other.lane = j.lane and ${isLive} order by other.seq limit 1)
         order by ${tenantOf("j")}, j.priority desc, j.run_at, j.seq
         limit $2
      ) head
     where t.id is not null
  ),
  chosen as (
    select id from queue_jobs
     where id = any (array(select id from heads order by turn, random() limit $2)) and state = 'waiting'
       for update skip locked
  )
  update queue_jobs j
     set state = 'dispatched', epoch = j.epoch + 1, lease_until = clock_timestamp() + $3 * interval '1 ms'
   where j.id = any (array(select id from chosen))
  returning j.id, j.epoch, j.name`;
