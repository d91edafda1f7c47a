/** Compares a page with what both sides last agreed on, in one statement. */
import type { Entity } from "@/lib/connectors/contract";
import type { Tx } from "@/lib/platform/db";
import type { Intake } from "../run/sync-run";
import type { HashedItem } from "./map-page";

/**
 * added: no link yet. unchanged: the vendor's resource is the one agreed on, and mapped as it was then. moved: the
 * resource or its mapping is another one; whether the local record moved too is seen once it is locked.
 */
export type Classified<Item extends HashedItem = HashedItem> =
  | { readonly outcome: "added"; readonly item: Item }
  | {
      readonly outcome: "unchanged";
      readonly item: Item;
      readonly linkId: string;
      readonly recordId: string;
    }
  | {
      readonly outcome: "moved";
      readonly item: Item;
      readonly linkId: string;
      readonly recordId: string;
      /** linked, or a state from which the record now comes back. */
      readonly state: string;
      readonly localBase: number;
      /** The vendor's resource is still the one agreed on; only its mapping is another. */
      readonly isSameResource: boolean;
      /** The vendor's values of fields where both sides agreed to differ. */
      readonly ignored: Readonly<Record<string, unknown>> | null;
    };

/**
 * True of a link about which no conflict of the vendor's making is open. A vendor that goes back to what both sides
 * agreed on has ended such a conflict, and that is something to be seen.
 */
export function undisputed(link: string): string {
  // Not «not exists»: that becomes a join with all conflicts there are.
  return `(select c.kind in ('FIELD', 'DELETED_LOCALLY') from sync_conflicts c
            where c.link_id = ${link}.id and c.status = 'OPEN' limit 1) is not true`;
}

interface LinkRow {
  n: string;
  link_id: string | null;
  record_id: string | null;
  state: string;
  local_base: number;
  same_resource: boolean;
  ignored: Record<string, unknown> | null;
  outcome: "added" | "unchanged" | "moved";
}

/** Classifies items of one entity. The rows need no lock yet: only this job's worker touches these links. */
export async function classify<Item extends HashedItem>(
  tx: Tx,
  run: Intake,
  entity: Entity,
  items: readonly Item[],
): Promise<Classified<Item>[]> {
  if (items.length === 0) return [];
  const rows = await tx.query<LinkRow>(
    `select p.n, l.id as link_id, l.record_id, l.state, l.local_base, l.ignored,
            l.state = 'linked' and l.remote_base = p.hash as same_resource,
            case when l.id is null then 'added'
                 when l.state = 'linked' and l.remote_base = p.hash and l.mapped_by = p.mapped_by
                   and ${undisputed("l")} then 'unchanged'
                 else 'moved' end as outcome
       from unnest($3::text[], $4::bytea[], $5::int[]) with ordinality as p(remote_id, hash, mapped_by, n)
       left join lateral (
         select * from sync_links where integration_id = $1 and entity = $2 and remote_id = p.remote_id limit 1
       ) l on true
      order by p.n`,
    [
      run.integrationId,
      entity,
      items.map((item) => item.remoteId),
      items.map((item) => item.remoteHash),
      items.map((item) => item.mappedBy),
    ],
  );
  return rows.flatMap((row): Classified<Item>[] => {
    const item = items[Number(row.n) - 1];
    if (!item) return [];
    if (row.link_id === null || row.record_id === null) return [{ outcome: "added", item }];
    if (row.outcome === "unchanged") {
      return [{ outcome: "unchanged", item, linkId: row.link_id, recordId: row.record_id }];
    }
    const { link_id: linkId, record_id: recordId, state, local_base: localBase, ignored } = row;
    const isSameResource = row.same_resource;
    return [{ outcome: "moved", item, linkId, recordId, state, localBase, isSameResource, ignored }];
  });
}
