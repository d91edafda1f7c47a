/** Deciding a conflict: on the record, its link and the conflict itself, in one transaction. */
import { prepareAudit, recordAudit } from "@/lib/audit";
import { type Actor, actorRef } from "@/lib/auth";
import { broadcast } from "@/lib/platform/broadcast";
import { now } from "@/lib/platform/clock";
import { type Tx, withOrganization } from "@/lib/platform/db";
import { recordChannel, recordNews } from "@/lib/records";
import { type ConflictRow, conflictView, shownVersion } from "./conflict-store";
import { conflictErrors } from "./errors";
import { findConflict } from "./read-conflict";
import type { Conflict, Resolution } from "./schema";
import { type Settled, settleDeletion, settleFields } from "./settle";
import { tellConflict } from "./tell-conflict";

/**
 * The conflict with its record locked first, as a pull locks them, so that neither side moves until the end.
 * Throws `conflict_not_found`.
 */
export async function lockConflict(tx: Tx, id: string): Promise<ConflictRow> {
  const { record_id: recordId } = await findConflict(tx, id);
  await tx.execute("select 1 from entity_records where id = $1 for update", [recordId]);
  await tx.execute("select 1 from sync_conflicts where id = $1 for update", [id]);
  return findConflict(tx, id);
}

function assertDecidable(row: ConflictRow, wanted: Resolution): void {
  if (row.status !== "OPEN") throw conflictErrors.already_resolved();
  if (wanted.detectedVersion !== undefined && wanted.detectedVersion !== shownVersion(row)) {
    throw conflictErrors.conflict_changed({
      detail: "Read the conflict again and decide about what it shows now.",
    });
  }
  if (row.severity === "HIGH" && wanted.reason === undefined) {
    throw conflictErrors.resolution_invalid({
      detail: "A conflict of high severity is decided with a reason.",
      errors: [{ path: "reason", message: "say why" }],
    });
  }
}

/** Moves the link to the new agreement and keeps what it was, for undo. */
async function moveLink(tx: Tx, row: ConflictRow, settled: Settled): Promise<void> {
  await tx.execute(
    `update sync_conflicts c
        set link_before = jsonb_build_object('remoteBase', encode(l.remote_base, 'hex'), 'localBase', l.local_base,
                                             'state', l.state, 'ignored', l.ignored)
       from sync_links l where c.id = $1 and l.id = c.link_id`,
    [row.id],
  );
  await tx.execute(
    "update sync_links set remote_base = $2, remote_line = null, local_base = $3, state = $4, ignored = $5 where id = $1",
    [
      row.link_id,
      row.remote_hash,
      settled.localBase,
      settled.linkState,
      settled.ignored && JSON.stringify(settled.ignored),
    ],
  );
}

/**
 * What follows a decision that the vendor does not have yet, in its transaction: answers the job that pushes it, or null
 * where nothing is pushed.
 */
export type FollowDecision = (
  tx: Tx,
  decided: { readonly integrationId: string; readonly entity: string },
) => Promise<string | null>;

interface Decision {
  readonly wanted: Resolution;
  readonly settled: Settled;
  readonly pushJobId: string | null;
}

async function closeConflict(
  tx: Tx,
  actor: Actor,
  row: ConflictRow,
  { wanted, settled, pushJobId }: Decision,
): Promise<void> {
  await tx.execute(
    `update sync_conflicts
        set status = $2, resolved_at = $3, resolved_by = $4, strategy = $5, reason = $6, decisions = $7,
            local_version = $8, settled_version = $9, push_job_id = $10, kind = $11
      where id = $1`,
    [
      row.id,
      wanted.strategy === "IGNORE" ? "IGNORED" : "RESOLVED",
      now(),
      JSON.stringify(actorRef(actor)),
      wanted.strategy,
      wanted.reason ?? null,
      JSON.stringify(settled.strategies),
      row.local_version,
      settled.version,
      pushJobId,
      row.kind,
    ],
  );
}

/** Tells open screens of the record, when a decision made another version of it. */
export function tellRecord(row: ConflictRow, version: number): void {
  if (version === row.local_version) return;
  const { entity, record_id: id, organization_id: organizationId, deleted } = row;
  const message = recordNews({ id, entity, version, deleted });
  broadcast({ organizationId, channel: recordChannel(entity), message });
}

/** Decides a conflict whose record the caller has locked. Call `prepareAudit` before the transaction. */
export async function decideLocked(
  tx: Tx,
  actor: Actor,
  row: ConflictRow,
  wanted: Resolution,
  follow?: FollowDecision,
): Promise<Settled> {
  assertDecidable(row, wanted);
  const hasFields = row.kind === "FIELD" || row.kind === "PRECONDITION";
  const settled = await (hasFields ? settleFields : settleDeletion)(tx, actor, row, wanted);
  await moveLink(tx, row, settled);
  const { integration_id: integrationId, entity } = row;
  const isAhead = settled.version !== settled.localBase;
  const pushJobId = (isAhead && (await follow?.(tx, { integrationId, entity }))) || null;
  await closeConflict(tx, actor, row, { wanted, settled, pushJobId });
  await recordAudit(tx, actor, {
    action: "conflicts.resolve",
    entity: row.entity,
    recordId: row.record_id,
    target: { conflictId: row.id, strategy: wanted.strategy },
  });
  return settled;
}

/**
 * Decides a conflict; `follow` sees to what the vendor does not have of it. Throws `already_resolved`,
 * `conflict_changed` when a side moved since it was shown, and `resolution_invalid` with the fields at fault.
 */
export async function resolveConflict(
  actor: Actor,
  id: string,
  wanted: Resolution,
  follow?: FollowDecision,
): Promise<Conflict> {
  await prepareAudit(actor.organizationId);
  const { before, after, version } = await withOrganization(actor, async (tx) => {
    const row = await lockConflict(tx, id);
    const { version } = await decideLocked(tx, actor, row, wanted, follow);
    return { before: row, after: await findConflict(tx, id), version };
  });
  tellRecord({ ...before, deleted: after.deleted }, version);
  tellConflict(after);
  return conflictView(after);
}
