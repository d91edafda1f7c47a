/** Putting jobs into the queue and taking them out: rows, changed in the caller's own transaction. */
import type { Tx } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { currentRequestId } from "@/lib/platform/logger";
import { type JobDefinition, type Priority, priorities, retryPolicyOf } from "./define-job";
import { queueErrors } from "./errors";
import { promoteNext } from "./lanes";
import { isLive } from "./states";

export interface EnqueueOptions {
  /** null for Carelane's own jobs, enqueued through `withSystem`. */
  readonly organizationId: string | null;
  readonly priority?: Priority;
  /** Not before this time; until then the job holds its lane. */
  readonly runAt?: Date;
  /** Instead of the lane its definition names. */
  readonly lane?: string;
}

/**
 * Adds a job in the caller's transaction, so that the job exists exactly if the change does; call `nudge()` after
 * the commit. Redis takes no part. Answers the job's id. Throws `payload_invalid` for a payload of another shape.
 */
export async function enqueue<Payload>(
  tx: Tx,
  job: JobDefinition<Payload>,
  payload: Payload,
  options: EnqueueOptions,
): Promise<string> {
  const parsed = job.payload.safeParse(payload);
  if (!parsed.success) {
    throw queueErrors.payload_invalid({ internal: { type: job.name }, cause: parsed.error });
  }
  const id = newId();
  const lane = options.lane ?? job.lane?.(parsed.data);
  tx.send(insertJob, [
    id,
    options.organizationId,
    job.name,
    job.queue,
    lane === undefined ? id : qualifiedLane(options.organizationId, lane),
    options.priority ?? priorities.NORMAL,
    JSON.stringify(parsed.data),
    retryPolicyOf(job).retries + 1,
    options.runAt ?? null,
    currentRequestId() ?? null,
  ]);
  return id;
}

/**
 * Adds a job unless its lane has one that has not begun: it will see whatever was committed before this is called.
 * Answers whether it was added.
 */
export async function enqueueUnlessWaiting<Payload>(
  tx: Tx,
  job: JobDefinition<Payload>,
  payload: Payload,
  options: EnqueueOptions,
): Promise<boolean> {
  const lane = options.lane ?? job.lane?.(payload);
  const waiting = await tx.one(
    "select 1 from queue_jobs where lane = $1 and state in ('waiting', 'dispatched') limit 1",
    [lane === undefined ? null : qualifiedLane(options.organizationId, lane)],
  );
  if (waiting) return false;
  await enqueue(tx, job, payload, options);
  return true;
}

// Lanes of different organizations never meet, whatever they are called.
function qualifiedLane(organizationId: string | null, lane: string): string {
  return `${organizationId ?? "carelane"}/${lane}`;
}

// Two that enqueue at the same moment may both find the lane empty, or find a job that is just ending: handing
// over looks again, and the sweep finds who was left behind.
const insertJob = `
  insert into queue_jobs (id, organization_id, name, queue, lane, priority, payload, max_attempts, run_at,
                          request_id, state, ready)
  select $1, $2, $3, $4, $5, $6, $7, $8, due.at, $10,
         case when due.at > clock_timestamp() then 'delayed' else 'waiting' end,
         not exists (select 1 from queue_jobs where lane = $5 and ${isLive})
    from (select coalesce($9::timestamptz, clock_timestamp()) as at) due`;

/** Takes out a job that has not started. False when it runs, has ended, or is not there. */
export async function cancelJob(tx: Tx, jobId: string): Promise<boolean> {
  const cancelled = await tx.one<{ lane: string }>(
    `update queue_jobs
        set state = 'cancelled', ready = false, lease_until = null, finished_at = clock_timestamp()
      where id = $1 and state in ('waiting', 'delayed', 'dispatched')
      returning lane`,
    [jobId],
  );
  if (cancelled && cancelled.lane !== jobId) await promoteNext(tx, cancelled.lane);
  return cancelled !== undefined;
}

/** Puts a dead job back at the end of its lane with all its tries. False when it is not dead or not there. */
export async function retryDead(tx: Tx, jobId: string): Promise<boolean> {
  const revived = await tx.execute(
    `update queue_jobs dead
        set state = 'waiting', attempts = 0, crashes = 0, postponements = 0, finished_at = null,
            seq = nextval('queue_jobs_seq_seq'), run_at = clock_timestamp(),
            ready = not exists (select 1 from queue_jobs other where other.lane = dead.lane and ${isLive})
      where id = $1 and state = 'dead'`,
    [jobId],
  );
  return revived > 0;
}
