/** What people do with a job: cancel, pause, resume, approve deletions, retry. */
import { recordAudit } from "@/lib/audit";
import type { Actor } from "@/lib/auth";
import { now } from "@/lib/platform/clock";
import { type Tx, withOrganization } from "@/lib/platform/db";
import { idSchema } from "@/lib/platform/ids";
import { enqueue, nudge, priorities } from "@/lib/queue";
import { syncErrors } from "./errors";
import { findSyncJob, readsWholePopulation, type SyncJobRow } from "./job-store";
import { driverOf } from "./jobs";
import { type JobCursor, startCursor, startOfPush, startOfRemap } from "./run/checkpoint";
import { remembersSeen } from "./run/lineage";
import { remapType, type SyncJob } from "./schema";
import { insertSyncJob, viewOf } from "./start-sync-job";
import { tell } from "./story";

const ended: readonly SyncJob["status"][] = ["COMPLETED", "FAILED", "CANCELLED"];

async function lockJob(tx: Tx, id: string): Promise<SyncJobRow> {
  const row = idSchema.safeParse(id).success ? await findSyncJob(tx, id, true) : undefined;
  if (!row) throw syncErrors.sync_job_not_found();
  return row;
}

function storyOf(row: SyncJobRow): { jobId: string; organizationId: string; integrationId: string } {
  return { jobId: row.id, organizationId: row.organization_id, integrationId: row.integration_id };
}

/** Puts a job that stands still back into the queue, where it goes on from its checkpoint. */
async function drive(tx: Tx, row: SyncJobRow): Promise<void> {
  const { jobId: syncJobId, organizationId, integrationId } = storyOf(row);
  await enqueue(
    tx,
    driverOf(row.type),
    { syncJobId, organizationId, integrationId },
    {
      organizationId,
      priority: priorities[row.priority],
    },
  );
}

async function change(
  actor: Actor,
  id: string,
  action: string,
  work: (tx: Tx, row: SyncJobRow) => Promise<void>,
): Promise<SyncJob> {
  const job = await withOrganization(actor, async (tx) => {
    const row = await lockJob(tx, id);
    await work(tx, row);
    await recordAudit(tx, actor, { action: `sync.${action}`, entity: "sync_jobs", recordId: id });
    return viewOf(tx, id);
  });
  nudge();
  return job;
}

/** True while no slice of the job can be running: it waits for a turn, for a person or for the vendor. */
function standsStill(row: SyncJobRow): boolean {
  return row.status !== "RUNNING" || row.next_attempt_at !== null;
}

/** Ends a job: at once where nothing runs, else at the next page border. */
export function cancelSyncJob(actor: Actor, id: string): Promise<SyncJob> {
  return change(actor, id, "cancel", async (tx, row) => {
    if (ended.includes(row.status)) throw syncErrors.sync_job_ended();
    await tx.execute("update sync_jobs set wanted = 'cancel' where id = $1", [id]);
    if (standsStill(row)) {
      // A slice that starts at this very moment finds the checkpoint taken and commits nothing.
      await tx.execute("update sync_checkpoints set epoch = epoch + 1 where job_id = $1", [id]);
      await tx.execute(
        "update sync_jobs set status = 'CANCELLED', finished_at = $2, next_attempt_at = null where id = $1",
        [id, now()],
      );
    }
    await tell(tx, storyOf(row), `Cancelled by ${actor.name}`);
  });
}

/** Stops a job, at once where nothing runs, else at the next page border; it keeps its place. */
export function pauseSyncJob(actor: Actor, id: string): Promise<SyncJob> {
  return change(actor, id, "pause", async (tx, row) => {
    if (row.status !== "RUNNING" && row.status !== "QUEUED") throw syncErrors.sync_job_state();
    // A slice that starts at this very moment finds the job paused and does nothing.
    await tx.execute(
      standsStill(row)
        ? "update sync_jobs set status = 'PAUSED', slowed_by = null where id = $1"
        : "update sync_jobs set wanted = 'pause' where id = $1",
      [id],
    );
    await tell(tx, storyOf(row), `Paused by ${actor.name}`);
  });
}

/** Goes on with a paused job from where it stood. */
export function resumeSyncJob(actor: Actor, id: string): Promise<SyncJob> {
  return change(actor, id, "resume", async (tx, row) => {
    if (row.status !== "PAUSED" && row.wanted !== "pause") throw syncErrors.sync_job_state();
    await tx.execute(
      "update sync_jobs set wanted = null, status = case when status = 'PAUSED' then 'QUEUED' else status end where id = $1",
      [id],
    );
    if (row.status === "PAUSED") await drive(tx, row);
    await tell(tx, storyOf(row), `Resumed by ${actor.name}`);
  });
}

/** Decides about deletions that a run did not dare: with them, or without. */
export function approveSyncJob(actor: Actor, id: string, deletions: boolean): Promise<SyncJob> {
  return change(actor, id, "approve", async (tx, row) => {
    if (row.status !== "NEEDS_APPROVAL") throw syncErrors.sync_job_state();
    const cursor: JobCursor = { phase: "delete", approved: deletions };
    await tx.execute("update sync_checkpoints set cursor = $2, seq = seq + 1 where job_id = $1", [
      id,
      JSON.stringify(cursor),
    ]);
    await tx.execute("update sync_jobs set status = 'QUEUED' where id = $1", [id]);
    await drive(tx, row);
    await tell(
      tx,
      storyOf(row),
      deletions ? `Deletions allowed by ${actor.name}` : `Deletions refused by ${actor.name}`,
    );
  });
}

/**
 * After COMPLETED the failed records alone, where each can be asked for; else from where it stopped. A run whose
 * beginning nobody remembers starts again: compared without it, everything seen there would seem to be missing.
 */
async function retryCursor(tx: Tx, row: SyncJobRow): Promise<JobCursor> {
  // What is mapped by the version in force is not mapped again.
  if (row.type === remapType) return startOfRemap;
  if (row.status !== "COMPLETED") {
    const checkpoint = await tx.one<{ cursor: JobCursor | null }>(
      "select cursor from sync_checkpoints where job_id = $1",
      [row.id],
    );
    const cursor = checkpoint?.cursor ?? startCursor;
    if (cursor.phase === "note" || cursor.phase === "push") return startOfPush;
    const hasForgotten = Number(row.processed) > 0 && !(await remembersSeen(tx, row.id));
    if (readsWholePopulation(row) && hasForgotten) return startCursor;
    return ["pull", "reread", "notified"].includes(cursor.phase) ? cursor : startCursor;
  }
  // What could not be pushed still waits.
  if (row.direction === "OUTBOUND") return startOfPush;
  const errors = await tx.one<{ nameless: string; named: string }>(
    `select count(*) filter (where remote_id is null) as nameless, count(*) filter (where remote_id is not null) as named
       from sync_errors where job_id = $1 and stage <> 'push'`,
    [row.id],
  );
  const everyOneNamed = Number(errors?.nameless ?? 0) === 0 && Number(errors?.named ?? 0) > 0;
  return everyOneNamed ? { phase: "reread", of: row.id, after: null } : startCursor;
}

/** Starts a new job for what is left of an ended one. */
export async function retrySyncJob(actor: Actor, id: string): Promise<SyncJob> {
  const job = await withOrganization(actor, async (tx) => {
    const row = await lockJob(tx, id);
    if (!ended.includes(row.status)) throw syncErrors.sync_job_not_ended();
    const cursor = await retryCursor(tx, row);
    const newJobId = await insertSyncJob(tx, actor, {
      integrationId: row.integration_id,
      type: row.type,
      direction: row.direction,
      mode: row.mode,
      priority: row.priority,
      trigger: "retry",
      entities: row.entities,
      patientId: row.patient_id,
      remotePatientId: row.remote_patient_id,
      search: row.search,
      retryOf: row.id,
      cursor,
    });
    return viewOf(tx, newJobId);
  });
  nudge();
  return job;
}
