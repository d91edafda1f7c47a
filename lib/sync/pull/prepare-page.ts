/** What a vendor's page needs before it can be committed: hashes for all of it, records for what is new. */
import type { PullPage } from "@/lib/connectors/contract";
import { withOrganization } from "@/lib/platform/db";
import { undisputed } from "../commit/classify";
import type { Page } from "../commit/commit-page";
import { type HashedItem, type HashedResource, hashItems, mapItems, mapPage } from "../commit/map-page";
import type { SyncRun } from "../run/sync-run";
import type { Slice } from "../slice";

/** The items whose record would be the one last agreed on, as far as can be seen before the page is committed. */
async function unchangedOf(
  run: SyncRun,
  items: readonly HashedResource[],
): Promise<ReadonlySet<HashedResource>> {
  if (items.length === 0) return new Set();
  const rows = await withOrganization(
    run,
    (tx) =>
      tx.query<{ n: string }>(
        `select p.n from unnest($2::text[], $3::text[], $4::bytea[], $5::int[]) with ordinality
            as p(entity, remote_id, hash, mapped_by, n)
          cross join lateral (
            select 1 from sync_links k
             where integration_id = $1 and entity = p.entity and remote_id = p.remote_id
               and state = 'linked' and remote_base = p.hash and mapped_by = p.mapped_by and ${undisputed("k")} limit 1
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
  return new Set(rows.flatMap((row) => items[Number(row.n) - 1] ?? []));
}

/** The part of a page that is made from its resources. */
export type Prepared = Pick<Page, "items" | "known" | "errors" | "warnings" | "mapMs">;

function withoutResource({ entity, remoteId, remoteHash, mappedBy }: HashedItem): HashedItem {
  return { entity, remoteId, remoteHash, mappedBy };
}

/** Prepares a page; what has not changed since the last run is not mapped again. */
export async function preparePage(slice: Slice, page: PullPage): Promise<Prepared> {
  const started = performance.now();
  const hashed = await hashItems(page.items, slice.mappings);
  const unchanged = await unchangedOf(slice.run, hashed);
  const mapped = await mapItems(
    slice.connector,
    hashed.filter((item) => !unchanged.has(item)),
    slice.mappings,
  );
  return {
    items: mapped.items,
    known: [...unchanged].map(withoutResource),
    errors: [...page.errors, ...mapped.errors],
    warnings: mapped.warnings,
    mapMs: performance.now() - started,
  };
}

/** Prepares a page once more, mapping all of it: what seemed unchanged was not. */
export async function prepareWhole(slice: Slice, page: PullPage): Promise<Prepared> {
  const started = performance.now();
  const mapped = await mapPage(slice.connector, page.items, slice.mappings);
  return {
    items: mapped.items,
    errors: [...page.errors, ...mapped.errors],
    warnings: mapped.warnings,
    mapMs: performance.now() - started,
  };
}
