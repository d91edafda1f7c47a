/** Items whose record would be the one last agreed on: found before a page is mapped, confirmed as it is committed. */
import type { Entity, UnreadItem } from "@/lib/connectors/contract";
import { type Tx, withOrganization } from "@/lib/platform/db";
import { syncErrors } from "../errors";
import type { SyncRun } from "../run/sync-run";
import { undisputed } from "./classify";
import { type HashedItem, type Mappings, mappedBy } from "./map-page";

/** An item that needs no more than to be seen. */
export interface KnownItem {
  readonly entity: Entity;
  readonly linkId: string;
  readonly remoteHash: Buffer;
  readonly mappedBy: number;
  /** The line it came on, where its link holds none: there the next run knows it without reading it. */
  readonly newLine?: Buffer;
}

/** Of a link k: what it holds of the vendor's resource p was agreed on, and is mapped as it was then. */
function isAgreed(base: "remote_base" | "remote_line"): string {
  return `k.state = 'linked' and k.${base} = p.hash and k.mapped_by = p.mapped_by and ${undisputed("k")}`;
}

interface Candidate {
  readonly entity: Entity;
  readonly remoteId: string;
  readonly hash: Buffer;
  readonly mappedBy: number;
}

interface KnownRow {
  n: string;
  id: string;
  remote_base: Buffer;
  has_line: boolean;
}

function findAgreed(
  run: SyncRun,
  base: "remote_base" | "remote_line",
  candidates: readonly Candidate[],
): Promise<KnownRow[]> {
  return withOrganization(
    run,
    (tx) =>
      tx.query<KnownRow>(
        `select p.n, l.* from unnest($2::text[], $3::text[], $4::bytea[], $5::int[]) with ordinality
            as p(entity, remote_id, hash, mapped_by, n)
          cross join lateral (
            select k.id, k.remote_base, k.remote_line is not null as has_line from sync_links k
             where k.integration_id = $1 and k.entity = p.entity and k.remote_id = p.remote_id and ${isAgreed(base)} limit 1
          ) l`,
        [
          run.integrationId,
          candidates.map(({ entity }) => entity),
          candidates.map(({ remoteId }) => remoteId),
          candidates.map(({ hash }) => hash),
          candidates.map(({ mappedBy }) => mappedBy),
        ],
      ),
    { byKeyOnly: true },
  );
}

/** Those of the items that are known, as far as can be seen before the page is committed. */
export async function findKnown<Item extends HashedItem>(
  run: SyncRun,
  items: readonly Item[],
): Promise<ReadonlyMap<Item, KnownItem>> {
  if (items.length === 0) return new Map();
  const rows = await findAgreed(
    run,
    "remote_base",
    items.map((item) => ({ ...item, hash: item.remoteHash })),
  );
  return new Map(
    rows.flatMap(({ n, id: linkId, has_line: hasLine }) => {
      const item = items[Number(n) - 1];
      if (!item) return [];
      const { entity, remoteHash, mappedBy, lineHash } = item;
      return [
        [item, { entity, linkId, remoteHash, mappedBy, newLine: hasLine ? undefined : lineHash }] as const,
      ];
    }),
  );
}

/**
 * Those of the lines that came like this before. A line that is the one taken in last holds the id that its link
 * has, whatever the guess was made from; of another line nothing is said.
 */
export async function findKnownLines(
  run: SyncRun,
  lines: readonly UnreadItem[],
  mappings: Mappings,
): Promise<ReadonlyMap<UnreadItem, KnownItem>> {
  if (lines.length === 0) return new Map();
  const candidates = lines.map(({ entity, remoteId, lineHash }) => ({
    entity,
    remoteId,
    hash: lineHash,
    mappedBy: mappedBy(mappings, entity),
  }));
  const rows = await findAgreed(run, "remote_line", candidates);
  return new Map(
    rows.flatMap(({ n, id: linkId, remote_base: remoteHash }) => {
      const [line, candidate] = [lines[Number(n) - 1], candidates[Number(n) - 1]];
      if (!line || !candidate) return [];
      return [[line, { entity: line.entity, linkId, remoteHash, mappedBy: candidate.mappedBy }] as const];
    }),
  );
}

/** Keeps the lines of links that hold none. */
async function keepLines(tx: Tx, known: readonly KnownItem[]): Promise<void> {
  const found = known.filter(({ newLine }) => newLine !== undefined);
  if (found.length === 0) return;
  await tx.execute(
    `update sync_links l set remote_line = p.line from unnest($1::uuid[], $2::bytea[], $3::bytea[]) as p(id, hash, line)
      where l.id = p.id and l.id = any($1::uuid[]) and l.remote_base = p.hash`,
    [
      found.map(({ linkId }) => linkId),
      found.map(({ remoteHash }) => remoteHash),
      found.map(({ newLine }) => newLine),
    ],
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
        cross join lateral (select k.id from sync_links k where k.id = p.id and ${isAgreed("remote_base")} limit 1) l
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
  await keepLines(tx, known);
  return known.length;
}
