/** Changed records as they stand: their data, their link, what both sides last agreed on, and whom they point at. */
import type { RecordReference } from "@/lib/connectors/contract";
import type { Tx } from "@/lib/platform/db";
import { mapReferences, type RecordEntity } from "@/lib/records";
import type { SyncRun } from "../run/sync-run";
import { foreignIdentifiers, withoutForeign } from "./foreign-identifiers";

export interface ChangedLink {
  readonly id: string;
  readonly remoteId: string;
  readonly remoteBase: Buffer;
  readonly localBase: number;
  /** Our record as both sides agreed on it, as far as it is this vendor's business. */
  readonly base: Readonly<Record<string, unknown>>;
}

export interface ChangedRecord {
  readonly entity: RecordEntity;
  readonly recordId: string;
  readonly version: number;
  readonly deleted: boolean;
  readonly data: Readonly<Record<string, unknown>>;
  /** What of `data` is this vendor's business: no identifiers that other systems gave. */
  readonly told: Readonly<Record<string, unknown>>;
  /** Null where the vendor has no such record, or has it no more. */
  readonly link: ChangedLink | null;
  /** A person decides about it. */
  readonly conflicted: boolean;
  /** The version that may have reached the vendor without our knowing, and since when. */
  readonly sending: {
    readonly at: Date;
    readonly version: number;
    readonly data: Readonly<Record<string, unknown>>;
  } | null;
  /** What the vendor calls the records it points at, by place. */
  readonly references: Readonly<Record<string, RecordReference>>;
  /** True when the vendor knows no patient of this record: it is not the vendor's business, or not yet. */
  readonly strange: boolean;
}

interface Row {
  record_id: string;
  version: number;
  deleted: boolean;
  data: Record<string, unknown>;
  sending_at: Date | null;
  sending_version: number | null;
  sending_data: Record<string, unknown>;
  link_id: string | null;
  remote_id: string;
  remote_base: Buffer;
  local_base: number;
  base: Record<string, unknown>;
  ignored: Record<string, unknown> | null;
  conflicted: boolean;
}

function selectRows(tx: Tx, run: SyncRun, entity: RecordEntity, ids: readonly string[]): Promise<Row[]> {
  return tx.query<Row>(
    `select r.id as record_id, r.version, r.deleted_at is not null as deleted, r.data, c.sending_at, c.sending_version,
            case when c.sending_version = r.version then r.data
                 else (select v.data from entity_versions v where v.record_id = r.id and v.version = c.sending_version) end as sending_data,
            l.id as link_id, l.remote_id, l.remote_base, l.local_base, l.ignored,
            case when l.local_base = r.version then r.data
                 else coalesce((select v.data from entity_versions v where v.record_id = r.id and v.version = l.local_base), '{}') end as base,
            exists (select 1 from sync_conflicts s where s.record_id = r.id and s.integration_id = $1 and s.status = 'OPEN') as conflicted
       from outbound_changes c
       join entity_records r on r.id = c.record_id
       left join lateral (
         select * from sync_links where record_id = r.id and integration_id = $1 and state in ('linked', 'out_of_scope')
          order by state limit 1
       ) l on true
      where c.integration_id = $1 and c.entity = $2 and c.record_id = any($3::uuid[])
      order by c.record_id`,
    [run.integrationId, entity, ids],
  );
}

/** Every id of another record that a record holds, by place. */
function pointersOf(entity: RecordEntity, data: Readonly<Record<string, unknown>>) {
  const pointers: { path: string; target: RecordEntity; id: string }[] = [];
  mapReferences(entity, data, (target, id, path) => {
    if (id !== null) pointers.push({ path, target, id });
    return id;
  });
  return pointers;
}

async function remoteIdsOf(tx: Tx, run: SyncRun, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.query<{ record_id: string; remote_id: string }>(
    `select distinct on (record_id) record_id, remote_id from sync_links
      where record_id = any($2::uuid[]) and integration_id = $1 and state in ('linked', 'out_of_scope')
      order by record_id, state`,
    [run.integrationId, ids],
  );
  return new Map(rows.map((row) => [row.record_id, row.remote_id]));
}

function linkOf(row: Row, foreign: readonly unknown[]): ChangedLink | null {
  if (row.link_id === null) return null;
  const { remote_id: remoteId, remote_base: remoteBase, local_base: localBase } = row;
  const base = withoutForeign(row.base, foreign, theirsOf(row));
  return { id: row.link_id, remoteId, remoteBase, localBase, base };
}

/** What the vendor had when both sides last agreed, where it is another thing than our record said. */
function theirsOf({ base, ignored }: Row): Readonly<Record<string, unknown>> {
  return { ...base, ...ignored };
}

const nobodys: Awaited<ReturnType<typeof foreignIdentifiers>> = new Map();

/** Loads changes by their records' ids; what no longer waits is left out. */
export async function loadChanges(
  tx: Tx,
  run: SyncRun,
  entity: RecordEntity,
  ids: readonly string[],
): Promise<ChangedRecord[]> {
  const rows = await selectRows(tx, run, entity, ids);
  const pointers = rows.map((row) => pointersOf(entity, row.data));
  const remoteIds = await remoteIdsOf(tx, run, [...new Set(pointers.flat().map(({ id }) => id))]);
  const foreign = entity === "patients" ? await foreignIdentifiers(tx, run, ids) : nobodys;
  return rows.map((row, n) => {
    const others = foreign.get(row.record_id) ?? [];
    const references: Record<string, RecordReference> = {};
    for (const { path, target, id } of pointers[n] ?? []) {
      const remoteId = remoteIds.get(id);
      if (remoteId !== undefined) references[path] = { entity: target, remoteId };
    }
    const { sending_at: at, sending_version: version, sending_data: data } = row;
    return {
      entity,
      recordId: row.record_id,
      version: row.version,
      deleted: row.deleted,
      data: row.data,
      told: withoutForeign(row.data, row.link_id === null ? [] : others, theirsOf(row)),
      link: linkOf(row, others),
      conflicted: row.conflicted,
      sending: at && version !== null ? { at, version, data } : null,
      references,
      strange: typeof row.data.patientId === "string" && references.patientId === undefined,
    };
  });
}
