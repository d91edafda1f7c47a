/** Links whose record another version of the mapping made, with what is kept of the vendor's resource. */
import type { Entity, RemoteItem } from "@/lib/connectors/contract";
import type { Tx } from "@/lib/platform/db";
import { mapInTurns } from "@/lib/platform/turns";
import { isOnlyTold, rawParts } from "@/lib/records";
import type { SyncRun } from "../run/sync-run";

/** What is mapped anew: an entity of an integration, by the version in force. */
interface RemapScope {
  readonly integrationId: string;
  readonly entity: string;
  readonly version: number;
}

/** Of links `l`. What the vendor was only told of shows nothing to be mapped, and one with an open conflict waits for a person, who may be looking at its values right now. */
const isOutdated = `l.integration_id = $1 and l.entity = $2 and l.state = 'linked' and l.mapped_by <> $3 and not ${isOnlyTold("l")}
  and not exists (select 1 from sync_conflicts c where c.link_id = l.id and c.status = 'OPEN')`;

function scopeValues({ integrationId, entity, version }: RemapScope): unknown[] {
  return [integrationId, entity, version];
}

/** How many records another version made. */
export async function countOutdated(tx: Tx, scope: RemapScope): Promise<number> {
  const row = await tx.one<{ count: string }>(
    `select count(*) from sync_links l where ${isOutdated}`,
    scopeValues(scope),
  );
  return Number(row?.count ?? 0);
}

interface KeptRow {
  id: string;
  remote_id: string;
  remote_version: string | null;
  body: Buffer;
}

/** The next outdated resources in the order of their remote ids, opened. */
export async function readOutdated(
  tx: Tx,
  { vault }: Pick<SyncRun, "vault">,
  scope: RemapScope & { readonly entity: Entity },
  after: string | null,
  limit: number,
): Promise<RemoteItem[]> {
  const rows = await tx.query<KeptRow>(
    `select l.id, l.remote_id, l.remote_version, s.body
       from sync_links l join remote_resources s on s.link_id = l.id
      where ${isOutdated} and l.remote_id > $4 order by l.remote_id limit $5`,
    [...scopeValues(scope), after ?? "", limit],
  );
  return mapInTurns(rows, (row) => {
    const text = vault.openText(row.body, rawParts(row.id));
    return {
      entity: scope.entity,
      remoteId: row.remote_id,
      remoteVersion: row.remote_version ?? undefined,
      text,
      resource: JSON.parse(text),
    };
  });
}
