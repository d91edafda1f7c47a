/** What is due by the clock. The times stand in PostgreSQL, so that no tick, restart or wipe loses or doubles one. */
import type { Tx } from "@/lib/platform/db";
import type { JobDefinition } from "./define-job";

interface ScheduledTask<Payload> {
  /** Identifies the task: scheduling under the same name again changes it. */
  readonly name: string;
  readonly organizationId: string | null;
  readonly job: JobDefinition<Payload>;
  readonly payload: Payload;
  readonly everySeconds: number;
  /** Time of the first run; one interval from now unless told. */
  readonly firstRunAt?: Date;
}

/** Runs a job again and again. A changed interval counts from now; a run still at work is not overtaken by the next. */
export async function scheduleTask<Payload>(tx: Tx, task: ScheduledTask<Payload>): Promise<void> {
  await tx.execute(
    `insert into scheduled_tasks as known (name, organization_id, job_name, payload, every_seconds, next_run_at)
     values ($1, $2, $3, $4, $5::int, coalesce($6::timestamptz, clock_timestamp() + $5::int * interval '1 s'))
     on conflict (name) do update
        set job_name = excluded.job_name, payload = excluded.payload, every_seconds = excluded.every_seconds,
            next_run_at = case when known.every_seconds = excluded.every_seconds then known.next_run_at
                               else excluded.next_run_at end`,
    [
      task.name,
      task.organizationId,
      task.job.name,
      JSON.stringify(task.job.payload.parse(task.payload)),
      task.everySeconds,
      task.firstRunAt ?? null,
    ],
  );
}

/** Ends a task; a job it has enqueued already still runs. */
export async function unscheduleTask(tx: Tx, name: string): Promise<void> {
  await tx.execute("delete from scheduled_tasks where name = $1", [name]);
}

interface DueTask {
  readonly name: string;
  readonly organization_id: string | null;
  readonly job_name: string;
  readonly payload: unknown;
  readonly isBusy: boolean;
}

/**
 * Takes the tasks that are due and sets their next time; runs missed while nothing was up are not made up for.
 * `isBusy` says that the job of the run before has not ended.
 */
export function takeDueTasks(tx: Tx, limit: number): Promise<DueTask[]> {
  return tx.query<DueTask>(
    `update scheduled_tasks task
        set next_run_at = greatest(next_run_at, clock_timestamp() - every_seconds * interval '1 s')
                          + every_seconds * interval '1 s'
      where name in (select name from scheduled_tasks where next_run_at <= clock_timestamp()
                      order by next_run_at limit $1 for update skip locked)
      returning name, organization_id, job_name, payload,
                exists (select 1 from queue_jobs j
                         where j.id = task.last_job_id and j.finished_at is null) as "isBusy"`,
    [limit],
  );
}

/** Remembers the job of a task's last run. */
export async function noteTaskRun(tx: Tx, name: string, jobId: string): Promise<void> {
  await tx.execute("update scheduled_tasks set last_job_id = $2 where name = $1", [name, jobId]);
}
