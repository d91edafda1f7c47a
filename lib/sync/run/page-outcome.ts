/** What a page leaves behind on its job: errors, counts, the minute's rollup, a step. */
import type { Entity } from "@/lib/connectors/contract";
import { now } from "@/lib/platform/clock";
import type { Tx } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import type { Counts } from "../schema";
import type { Checkpoint } from "./checkpoint";
import type { Intake, RecordError, SyncRun } from "./sync-run";

/** What a person asked for while the job ran. */
export type Wanted = "cancel" | "pause" | null;

/** Keeps the errors of a job's records, for people to read. Those of a message stand on the message. */
export async function insertErrors(tx: Tx, run: Intake, errors: readonly RecordError[]): Promise<void> {
  if (errors.length === 0 || run.jobId === null) return;
  await tx.execute(
    `insert into sync_errors (id, organization_id, job_id, integration_id, entity, remote_id, record_id, stage, code, title, detail, owner, retryable, at)
     select e.id, $1, $2, $3, e.entity, e.remote_id, e.record_id, e.stage, e.code, e.title, e.detail, e.owner, e.retryable, $4
       from unnest($5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::bool[], $14::uuid[])
         as e(id, entity, remote_id, stage, code, title, detail, owner, retryable, record_id)`,
    [
      run.organizationId,
      run.jobId,
      run.integrationId,
      now(),
      errors.map(() => newId()),
      errors.map((error) => error.entity),
      errors.map((error) => error.remoteId ?? null),
      errors.map((error) => error.stage),
      errors.map((error) => error.code),
      errors.map((error) => error.title),
      errors.map((error) => error.detail ?? null),
      errors.map((error) => error.owner),
      errors.map((error) => error.retryable),
      errors.map((error) => error.recordId ?? null),
    ],
  );
}

/** What a job is at, and of how many. */
interface Progress {
  readonly entity: Entity | null;
  readonly total?: number;
}

/** Adds a page's outcomes to the job and to the minute's rollup; answers what a person asked for meanwhile. */
export async function countPage(tx: Tx, run: SyncRun, counts: Counts, progress: Progress): Promise<Wanted> {
  const wanted = await addToJob(tx, run, counts, progress);
  await addToRollup(tx, run, counts);
  return wanted;
}

async function addToJob(tx: Tx, run: SyncRun, counts: Counts, progress: Progress): Promise<Wanted> {
  const processed = Object.values(counts).reduce((sum, value) => sum + value, 0);
  const job = await tx.one<{ wanted: Wanted }>(
    `update sync_jobs
        set processed = processed + $2, added = added + $3, changed = changed + $4, deleted = deleted + $5,
            unchanged = unchanged + $6, conflicted = conflicted + $7, failed = failed + $8, skipped = skipped + $9,
            total = coalesce($10, total), progress_entity = coalesce($11, progress_entity),
            slowed_by = null, next_attempt_at = null, error = null
      where id = $1
     returning wanted`,
    [
      run.jobId,
      processed,
      counts.added,
      counts.changed,
      counts.deleted,
      counts.unchanged,
      counts.conflicted,
      counts.failed,
      counts.skipped,
      progress.total ?? null,
      progress.entity,
    ],
  );
  return job?.wanted ?? null;
}

/** Adds outcomes to the minute's rollup, which charts are drawn from. */
export async function addToRollup(tx: Tx, run: Intake, counts: Counts): Promise<void> {
  await tx.execute(
    `insert into sync_rollups as r (integration_id, organization_id, minute, added, changed, deleted, unchanged, conflicted, failed)
     values ($1, $2, date_trunc('minute', $3::timestamptz), $4, $5, $6, $7, $8, $9)
     on conflict (integration_id, minute) do update
       set added = r.added + excluded.added, changed = r.changed + excluded.changed, deleted = r.deleted + excluded.deleted,
           unchanged = r.unchanged + excluded.unchanged, conflicted = r.conflicted + excluded.conflicted, failed = r.failed + excluded.failed`,
    [
      run.integrationId,
      run.organizationId,
      now(),
      counts.added,
      counts.changed,
      counts.deleted,
      counts.unchanged,
      counts.conflicted,
      counts.failed,
    ],
  );
}

/** A page in the job's list of steps: its outcomes and where its time went, in milliseconds. */
interface Step {
  readonly entity: string;
  readonly counts: Counts;
  readonly fetchMs: number;
  readonly mapMs: number;
  readonly writeMs: number;
}

export async function addStep(tx: Tx, run: SyncRun, { seq }: Checkpoint, step: Step): Promise<void> {
  await tx.execute(
    `insert into sync_job_steps (job_id, n, organization_id, entity, counts, fetch_ms, map_ms, write_ms, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      run.jobId,
      seq,
      run.organizationId,
      step.entity,
      JSON.stringify(step.counts),
      Math.round(step.fetchMs),
      Math.round(step.mapMs),
      Math.round(step.writeMs),
      now(),
    ],
  );
}
