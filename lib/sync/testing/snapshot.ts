/** The end state of an integration as values that do not depend on ids and times, so that two runs compare. */
import type { Client } from "pg";
import { openVault } from "@/lib/platform/crypto";
import { rawParts, searchEntryOf, tokensForKeys } from "@/lib/records";
import type { Connection } from "./connection";

/** One record with all that hangs on it. */
export interface HeldRecord {
  /** `patients/<the vendor's id>` */
  readonly key: string;
  readonly data: Record<string, unknown>;
  /** The vendor's id of the patient it belongs to. */
  readonly patient: string | null;
  readonly version: number;
  readonly versionsKept: number;
  readonly deleted: boolean;
  readonly state: string;
  readonly localBase: number;
  readonly remoteBase: string;
  /** True when search has exactly the keys and words that follow from the data. */
  readonly findable: boolean;
  /** What it points at that is not here yet. */
  readonly pending: readonly string[];
  /** The vendor's resource as it came. */
  readonly raw: string;
}

interface HeldRow extends Omit<HeldRecord, "raw" | "findable"> {
  readonly entity: string;
  readonly linkId: string;
  readonly body: Buffer;
  readonly keys: string[] | null;
  readonly words: string | null;
}

/** Set by set: tens of thousands of records are compared. */
const heldRecords = `
  with patients as (
    select record_id::text as record_id, remote_id from sync_links
     where integration_id = $1 and entity = 'patients'
  ), pending as (
    select p.record_id, array_agg(p.field || ' ' || p.entity || '/' || p.remote_id order by p.field) as list
      from pending_references p where p.integration_id = $1 group by p.record_id
  ), kept as (
    select record_id, count(*)::int as versions from entity_versions where organization_id = $2 group by record_id
  )
  select l.entity || '/' || l.remote_id as key, l.id as "linkId", l.state, l.local_base as "localBase",
         encode(l.remote_base, 'hex') as "remoteBase", r.data, p.remote_id as patient,
         r.version, coalesce(kept.versions, 0) as "versionsKept", r.deleted_at is not null as deleted,
         coalesce(pending.list, '{}') as pending, l.entity, s.keys, s.words, raw.body
    from sync_links l
    join entity_records r on r.id = l.record_id
    join remote_resources raw on raw.link_id = l.id
    left join search_entries s on s.record_id = r.id
    left join pending on pending.record_id = r.id
    left join kept on kept.record_id = r.id
    left join patients p on p.record_id = r.data ->> 'patientId'
   where l.integration_id = $1
   order by l.entity, l.remote_id collate "C"`;

/** For each row whether search holds what its data says. */
async function findables(
  owner: Client,
  organizationId: string,
  rows: readonly HeldRow[],
): Promise<readonly boolean[]> {
  const entries = rows.map((row) => searchEntryOf(row.entity, row.data));
  const { rows: expected } = await owner.query<{ keys: string[] }>(
    `select search_keys($1, e.entity, e.tokens::json) as keys
       from unnest($2::text[], $3::text[]) with ordinality as e(entity, tokens, n) order by n`,
    [organizationId, rows.map((row) => row.entity), entries.map((entry) => tokensForKeys(entry.tokens))],
  );
  return rows.map(
    (row, n) => row.words === entries[n]?.words && `${row.keys ?? "none"}` === `${expected[n]?.keys}`,
  );
}

/** Everything an integration brought, in order of key. */
export async function readHeld(
  owner: Client,
  { organizationId, integrationId }: Connection,
): Promise<HeldRecord[]> {
  const vault = await openVault(organizationId, "resources");
  const { rows } = await owner.query<HeldRow>(heldRecords, [integrationId, organizationId]);
  const findable = await findables(owner, organizationId, rows);
  return rows.map(({ linkId, entity: _entity, body, keys: _keys, words: _words, data, ...record }, n) => {
    const { patientId: _ours, ...own } = data;
    return {
      ...record,
      data: own,
      findable: findable[n] ?? false,
      raw: vault.openText(body, rawParts(linkId)),
    };
  });
}

/** Records of the organization beside those linked: there should be none. */
export async function countStray(owner: Client, { organizationId }: Connection): Promise<number> {
  const { rows } = await owner.query<{ stray: number }>(
    `select count(*)::int as stray from entity_records r
      where r.organization_id = $1 and not exists (select 1 from sync_links l where l.record_id = r.id)`,
    [organizationId],
  );
  return rows[0]?.stray ?? -1;
}

/** Living records by entity, as the lists' totals tell. */
export async function readTotals(
  owner: Client,
  { organizationId }: Connection,
): Promise<Record<string, number>> {
  const { rows } = await owner.query<{ entity: string; total: number }>(
    "select entity, sum(total)::int as total from entity_counts where organization_id = $1 group by entity order by entity",
    [organizationId],
  );
  return Object.fromEntries(rows.map((row) => [row.entity, row.total]));
}

const shown = 5;

/** The first records that only one side has, or has otherwise; empty when both are equal. */
export function differences(left: readonly HeldRecord[], right: readonly HeldRecord[]): string[] {
  const others = new Map(right.map((record) => [record.key, JSON.stringify(record)]));
  const found: string[] = [];
  for (const record of left) {
    const mine = JSON.stringify(record);
    const other = others.get(record.key);
    others.delete(record.key);
    if (mine !== other) found.push(`${mine}\n  against ${other ?? "nothing"}`);
  }
  found.push(...[...others.values()].map((other) => `nothing\n  against ${other}`));
  return found.slice(0, shown);
}
