/** Where a job stands. Every page advances it first, so that of two workers on one job only one commits. */
import type { Entity, PullCursor } from "@/lib/connectors/contract";
import { now } from "@/lib/platform/clock";
import type { Tx } from "@/lib/platform/db";
import { syncErrors } from "../errors";

/**
 * What a job does next: reads pages; reads again what failed in an earlier job; reads what the vendor told of; asks
 * for what a whole run missed; deletes what the vendor says is gone; notes what changed here; pushes it; maps anew what
 * is kept, after the remote id it came to.
 */
export type JobCursor =
  | { readonly phase: "pull"; readonly at: PullCursor | null }
  | { readonly phase: "reread"; readonly of: string; readonly after: string | null }
  | { readonly phase: "notified" }
  | { readonly phase: "verify"; readonly entity: Entity; readonly after: string }
  | { readonly phase: "delete"; readonly approved: boolean | null }
  | { readonly phase: "note"; readonly until: string | null }
  | { readonly phase: "push"; readonly entity: Entity; readonly after: string | null }
  | { readonly phase: "remap"; readonly after: string | null };

export interface Checkpoint {
  readonly epoch: number;
  readonly seq: number;
  readonly cursor: JobCursor;
}

export const startCursor: JobCursor = { phase: "pull", at: null };
export const startOfDelete: JobCursor = { phase: "delete", approved: null };
export const startOfPush: JobCursor = { phase: "note", until: null };
export const startOfRemap: JobCursor = { phase: "remap", after: null };

/** Takes the job over: whoever held it before can commit nothing more. */
export async function claimCheckpoint(tx: Tx, jobId: string): Promise<Checkpoint> {
  const row = await tx.one<{ epoch: number; seq: string; cursor: JobCursor | null }>(
    "update sync_checkpoints set epoch = epoch + 1, updated_at = $2 where job_id = $1 returning epoch, seq, cursor",
    [jobId, now()],
  );
  if (!row) throw syncErrors.sync_job_not_found();
  return { epoch: row.epoch, seq: Number(row.seq), cursor: row.cursor ?? startCursor };
}

/** Advances the checkpoint; throws `checkpoint_moved` when another worker has taken over. */
export async function advanceCheckpoint(
  tx: Tx,
  jobId: string,
  from: Checkpoint,
  cursor: JobCursor,
): Promise<Checkpoint> {
  const moved = await tx.execute(
    `update sync_checkpoints set seq = seq + 1, cursor = $4, updated_at = $5
      where job_id = $1 and epoch = $2 and seq = $3`,
    [jobId, from.epoch, from.seq, JSON.stringify(cursor), now()],
  );
  if (moved !== 1)
    throw syncErrors.checkpoint_moved({ internal: { jobId, epoch: from.epoch, seq: from.seq } });
  return { epoch: from.epoch, seq: from.seq + 1, cursor };
}
