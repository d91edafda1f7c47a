/** Records the vendor says are gone: deleted, merged into another, or only out of what we are given. */
import { type OpenConflict, openConflicts } from "@/lib/conflicts";
import type { Entity } from "@/lib/connectors/contract";
import type { Tx } from "@/lib/platform/db";
import { deleteRecords } from "@/lib/records";
import { type Intake, writeContext } from "../run/sync-run";

interface GoneRow {
  link_id: string;
  record_id: string;
  local_base: number;
  version: number;
  deleted: boolean;
  /** Another system has it too. */
  shared: boolean;
  remote_base: Buffer;
}

/** True of a link whose record another system has too. */
export function heldElsewhere(link: string): string {
  return `exists (select 1 from sync_links o where o.record_id = ${link}.record_id
                   and o.integration_id <> ${link}.integration_id and o.state in ('linked', 'out_of_scope'))`;
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

interface Removed {
  readonly deleted: number;
  readonly conflicted: number;
  /** Records that stay, because another system has them: only the link has ended. */
  readonly unchanged: number;
}

/**
 * Deletes the records of these remote ids, on the vendor's own word. One that was changed here since both
 * sides agreed becomes a conflict instead; one that another system has stays.
 */
export async function commitDeleted(
  tx: Tx,
  run: Intake,
  entity: Entity,
  remoteIds: readonly string[],
  state: "deleted" | "merged" = "deleted",
): Promise<Removed> {
  if (remoteIds.length === 0) return { deleted: 0, conflicted: 0, unchanged: 0 };
  const rows = await tx.query<GoneRow>(
    `select l.id as link_id, l.record_id, l.local_base, l.remote_base, r.version, r.deleted_at is not null as deleted,
            ${heldElsewhere("l")} as shared
       from sync_links l join entity_records r on r.id = l.record_id
      where l.integration_id = $1 and l.entity = $2 and l.remote_id = any($3::text[]) and l.state in ('linked', 'out_of_scope')
      order by r.id
        for update of r`,
    [run.integrationId, entity, remoteIds],
  );
  const shared = rows.filter((row) => row.shared);
  const own = rows.filter((row) => !row.shared);
  const edited = own.filter((row) => row.version !== row.local_base && !row.deleted);
  const gone = own.filter((row) => row.version === row.local_base || row.deleted);
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
    [[...shared, ...gone].map((row) => row.link_id), state],
  );
  await openConflicts(tx, { ...run, entity }, edited.map(remotelyDeleted));
  return { deleted, conflicted: edited.length, unchanged: shared.length };
}

/** Notes that the vendor still has these but no longer gives them in the population: not deleted. */
export async function commitOutOfScope(tx: Tx, linkIds: readonly string[]): Promise<void> {
  if (linkIds.length === 0) return;
  await tx.execute(
    "update sync_links set state = 'out_of_scope' where id = any($1::uuid[]) and state = 'linked'",
    [linkIds],
  );
}
