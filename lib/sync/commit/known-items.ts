/** Items whose record would be the one last agreed on: found before a page is mapped, confirmed as it is committed. */
import type { Entity } from "@/lib/connectors/contract";
import { type Tx, withOrganization } from "@/lib/platform/db";
import { syncErrors } from "../errors";
import type { SyncRun } from "../run/sync-run";
import { undisputed } from "./classify";
import type { HashedItem } from "./map-page";

/** An item that needs no more than to be seen. */
export interface KnownItem {
  readonly entity: Entity;
  readonly linkId: string;
  readonly remoteHash: Buffer;
  readonly mappedBy: number;
}

/** Of a link k: the vendor's resource p is the one agreed on, and mapped as it was then. */
const isAgreed = `k.state = 'linked' and k.remote_base = p.hash and k.mapped_by = p.mapped_by and ${undisputed("k")}`;

/** Those of the items that are known, as far as can be seen before the page is committed. */
export async function findKnown<Item extends HashedItem>(
  run: SyncRun,
  items: readonly Item[],
): Promise<ReadonlyMap<Item, KnownItem>> {
  if (items.length === 0) return new Map();
  const rows = await withOrganization(
    run,
    (tx) =>
      tx.query<{ n: string; id: string }>(
        `select p.n, l.id from unnest($2::text[], $3::text[], $4::bytea[], $5::int[]) with ordinality
            as p(entity, remote_id, hash, mapped_by, n)
          cross join lateral (
            select k.id from sync_links k
             where k.integration_id = $1 and k.entity = p.entity and k.remote_id = p.remote_id and ${isAgreed} limit 1
          ) l`,
        [
          run.integrationId,
          items.map((item) => item.entity),
          items.map((item) => item.remoteId),
          items.map((item) => item.remoteHash),
          items.map((item) => item.mappedBy),
        ],
      ),
    { byKeyOnly: true },
  );
  return new Map(
    rows.flatMap(({ n, id: linkId }) => {
      const item = items[Number(n) - 1];
      if (!item) return [];
      const { entity, remoteHash, mappedBy } = item;
      return [[item, { entity, linkId, remoteHash, mappedBy }] as const];
    }),
  );
}

/**
 * Confirms that items are still known, notes them as seen where the run does, and answers how many they are. Throws
 * `page_outdated` when one is not.
 */
export async function confirmKnown(tx: Tx, run: SyncRun, known: readonly KnownItem[]): Promise<number> {
  if (known.length === 0) return 0;
  const row = await tx.one<{ confirmed: string }>(
    `with confirmed as materialized (
       select l.id from unnest($1::uuid[], $2::bytea[], $3::int[]) as p(id, hash, mapped_by)
        cross join lateral (select k.id from sync_links k where k.id = p.id and ${isAgreed} limit 1) l
     ), seen as (
       insert into sync_seen (job_id, link_id, organization_id)
         select $4, id, $5 from confirmed where $6 on conflict do nothing
     )
     select count(*) as confirmed from confirmed`,
    [
      known.map(({ linkId }) => linkId),
      known.map(({ remoteHash }) => remoteHash),
      known.map(({ mappedBy }) => mappedBy),
      run.jobId,
      run.organizationId,
      run.notesSeen,
    ],
  );
  if (Number(row?.confirmed) < known.length) throw syncErrors.page_outdated();
  return known.length;
}
