/** Records the vendor says are gone: deleted, merged into another, or only out of what we are given. */
import { type OpenConflict, openConflicts } from "@/lib/conflicts";
import type { Entity } from "@/lib/connectors/contract";
import type { Tx } from "@/lib/platform/db";
import { deleteRecords } from "@/lib/records";
import { type SyncRun, writeContext } from "../run/sync-run";

interface GoneRow {
  link_id: string;
  record_id: string;
  local_base: number;
  version: number;
  deleted: boolean;
  remote_base: Buffer;
}

function remotelyDeleted(row: GoneRow): OpenConflict {
  return {
    linkId: row.link_id,
    recordId: row.record_id,
    kind: "DELETED_REMOTELY",
    paths: [],
    baseVersion: row.local_base,
    localVersion: row.version,
    remote: null,
    remoteHash: row.remote_base,
    remoteChangedAt: null,
  };
}

/**
 * Deletes the records of these remote ids, on the vendor's own word. One that was changed here since both
 * sides agreed becomes a conflict instead.
 */
export async function commitDeleted(
  tx: Tx,
  run: SyncRun,
  entity: Entity,
  remoteIds: readonly string[],
  state: "deleted" | "merged" = "deleted",
): Promise<{ deleted: number; conflicted: number }> {
  if (remoteIds.length === 0) return { deleted: 0, conflicted: 0 };
  const rows = await tx.query<GoneRow>(
    `select l.id as link_id, l.record_id, l.local_base, l.remote_base, r.version, r.deleted_at is not null as deleted
       from sync_links l join entity_records r on r.id = l.record_id
      where l.integration_id = $1 and l.entity = $2 and l.remote_id = any($3::text[]) and l.state in ('linked', 'out_of_scope')
      order by r.id
        for update of r`,
    [run.integrationId, entity, remoteIds],
  );
  const edited = rows.filter((row) => row.version !== row.local_base && !row.deleted);
  const gone = rows.filter((row) => row.version === row.local_base || row.deleted);
  const reason = state === "merged" ? "merged by the vendor" : "deleted by the vendor";
  const context = { ...writeContext(run, entity), reason };
  const deleted = await deleteRecords(
    tx,
    context,
    gone.map((row) => row.record_id),
  );
  await tx.execute(
    `update sync_links l set state = $2, local_base = r.version
       from entity_records r where r.id = l.record_id and l.id = any($1::uuid[])`,
    [gone.map((row) => row.link_id), state],
  );
  await openConflicts(tx, { ...run, entity }, edited.map(remotelyDeleted));
  return { deleted, conflicted: edited.length };
}

/** Notes that the vendor still has these but no longer gives them in the population: not deleted. */
export async function commitOutOfScope(tx: Tx, linkIds: readonly string[]): Promise<void> {
  if (linkIds.length === 0) return;
  await tx.execute(
    "update sync_links set state = 'out_of_scope' where id = any($1::uuid[]) and state = 'linked'",
    [linkIds],
  );
}
