/** Taking a decision back: record, link and conflict as they were before it. */
import { prepareAudit, recordAudit } from "@/lib/audit";
import type { Actor } from "@/lib/auth";
import { type Tx, withOrganization } from "@/lib/platform/db";
import { deleteRecords, replaceRecords } from "@/lib/records";
import { type ConflictRow, conflictView, localSides } from "./conflict-store";
import { conflictErrors } from "./errors";
import { findConflict } from "./read-conflict";
import { lockConflict, tellRecord } from "./resolve-conflict";
import type { Conflict } from "./schema";
import { writeContext } from "./settle";
import { tellConflict } from "./tell-conflict";

interface Present {
  version: number;
  /** Our side was deleted when the decision was made. */
  was_deleted: boolean;
}

/** Where the record stands. Throws `undo_impossible` when either side has moved since the decision. */
async function presentSide(tx: Tx, row: ConflictRow): Promise<Present> {
  const present = await tx.one<Present>(
    `select r.version,
            coalesce((select v.deleted_at from entity_versions v where v.record_id = r.id and v.version = $2),
                     case when r.version = $2 then r.deleted_at end) is not null as was_deleted
       from entity_records r join sync_links l on l.id = $3
      where r.id = $1 and r.version = $4 and l.remote_base = $5
        and not exists (select 1 from sync_conflicts c where c.link_id = l.id and c.status = 'OPEN')`,
    [row.record_id, row.local_version, row.link_id, row.settled_version, row.remote_hash],
  );
  if (row.status === "OPEN") throw conflictErrors.undo_impossible({ detail: "The conflict is open." });
  if (!present) {
    throw conflictErrors.undo_impossible({ detail: "One of the two sides has changed since the decision." });
  }
  return present;
}

async function restoreRecord(tx: Tx, actor: Actor, row: ConflictRow, present: Present, reason: string) {
  if (present.version === row.local_version) return present.version;
  const context = writeContext(actor, row.entity, reason);
  await replaceRecords(tx, context, [{ id: row.record_id, data: localSides(row).local }]);
  if (!present.was_deleted) return present.version + 1;
  await deleteRecords(tx, context, [row.record_id]);
  return present.version + 2;
}

async function reopen(tx: Tx, row: ConflictRow, version: number, reason: string): Promise<void> {
  await tx.execute(
    `update sync_links l
        set remote_base = decode(c.link_before ->> 'remoteBase', 'hex'), remote_line = null, local_base = (c.link_before ->> 'localBase')::int,
            state = c.link_before ->> 'state', ignored = nullif(c.link_before -> 'ignored', 'null'::jsonb)
       from sync_conflicts c where c.id = $1 and l.id = c.link_id`,
    [row.id],
  );
  await tx.execute(
    `update sync_conflicts
        set status = 'OPEN', resolved_at = null, resolved_by = null, strategy = null, decisions = null, reason = $3,
            local_version = $2, settled_version = null, link_before = null, push_job_id = null
      where id = $1`,
    [row.id, version, reason],
  );
}

/** Reopens a settled conflict. Throws `undo_impossible` when it is open or either side has changed since. */
export async function undoResolution(actor: Actor, id: string, reason: string): Promise<Conflict> {
  await prepareAudit(actor.organizationId);
  const { before, after, version } = await withOrganization(actor, async (tx) => {
    const row = await lockConflict(tx, id);
    const present = await presentSide(tx, row);
    const restored = await restoreRecord(tx, actor, row, present, reason);
    await reopen(tx, row, restored, reason);
    await recordAudit(tx, actor, {
      action: "conflicts.undo",
      entity: row.entity,
      recordId: row.record_id,
      target: { conflictId: id },
    });
    return { before: row, after: await findConflict(tx, id), version: restored };
  });
  tellRecord({ ...before, deleted: after.deleted }, version);
  tellConflict(after);
  return conflictView(after);
}
