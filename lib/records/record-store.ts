/** The only place that reads records for people. */
import type { Scope, Tx } from "@/lib/platform/db";
import { recordErrors } from "./errors";
import { labelsOf } from "./record-labels";
import type { RecordView } from "./view";

export interface RecordRow {
  id: string;
  entity: string;
  version: number;
  data: Record<string, unknown>;
  created_at: Date;
  updated_at: Date;
  deleted_at: Date | null;
  tx: string;
}

export const recordColumns =
  "r.id, r.entity, r.version, r.data, r.created_at, r.updated_at, r.deleted_at, r.tx::text as tx";

interface LinkRow {
  id: string;
  record_id: string;
  integration_id: string;
  integration_name: string;
  connector_id: string;
  remote_id: string;
  remote_version: string | null;
  state: RecordView["links"][number]["state"];
  last_pulled_at: Date | null;
  last_pushed_at: Date | null;
  can_undo: boolean;
  is_only_told: boolean;
}

/**
 * Of a link: the vendor was told of the record, and does not show it, or does not yet. What it was told bears our id, by
 * which the link is known until the vendor's own is.
 */
export function isOnlyTold(link: string): string {
  return `(${link}.remote_id = ${link}.record_id::text)`;
}

/** Of a link l: what it brought is kept, and the record's first version was made by no job of its integration. */
const canUndo = `not ${isOnlyTold("l")}
            and exists (select 1 from remote_resources raw where raw.link_id = l.id)
            and not exists (select 1 from sync_jobs j
                             where j.integration_id = l.integration_id
                               and j.id in (select v.job_id from entity_versions v where v.record_id = l.record_id and v.version = 1
                                            union all
                                            select c.job_id from entity_records c where c.id = l.record_id and c.version = 1))`;

/** Where each record stands at the vendors. A link seen by a whole run is as fresh as that run. */
async function linksOf(tx: Tx, ids: readonly string[]): Promise<Map<string, RecordView["links"]>> {
  const rows = await tx.query<LinkRow>(
    `select l.id, l.record_id, l.integration_id, i.name as integration_name, i.connector_id, l.remote_id, l.remote_version,
            l.state, l.last_pushed_at, ${isOnlyTold("l")} as is_only_told,
            case when l.state = 'linked' and not ${isOnlyTold("l")} then greatest(l.last_pulled_at, w.complete_at) else l.last_pulled_at end as last_pulled_at,
            ${canUndo} as can_undo
       from sync_links l
       join integrations i on i.id = l.integration_id
       left join sync_watermarks w on w.integration_id = l.integration_id and w.entity = l.entity
      where l.record_id = any($1::uuid[]) order by l.id`,
    [ids],
  );
  const byRecord = new Map<string, RecordView["links"]>();
  for (const row of rows) {
    const link = {
      id: row.id,
      integrationId: row.integration_id,
      integrationName: row.integration_name,
      connector: row.connector_id,
      remoteId: row.remote_id,
      remoteVersion: row.remote_version,
      state: row.state,
      lastPulledAt: row.last_pulled_at?.toISOString() ?? null,
      lastPushedAt: row.last_pushed_at?.toISOString() ?? null,
      canUndo: row.can_undo,
      isOnlyTold: row.is_only_told,
    };
    byRecord.set(row.record_id, [...(byRecord.get(row.record_id) ?? []), link]);
  }
  return byRecord;
}

async function conflictsOf(tx: Tx, ids: readonly string[]): Promise<Map<string, number>> {
  const rows = await tx.query<{ record_id: string; count: string }>(
    "select record_id, count(*) from sync_conflicts where status = 'OPEN' and record_id = any($1::uuid[]) group by record_id",
    [ids],
  );
  return new Map(rows.map((row) => [row.record_id, Number(row.count)]));
}

/** Rows as clients see them, with the names of what they point to, their links and open conflicts. */
export async function recordViews(tx: Tx, rows: readonly RecordRow[]): Promise<RecordView[]> {
  const ids = rows.map((row) => row.id);
  const links = await linksOf(tx, ids);
  const conflicts = await conflictsOf(tx, ids);
  const labels = await labelsOf(tx, rows);
  return rows.map((row) => ({
    id: row.id,
    entity: row.entity,
    version: row.version,
    data: row.data,
    labels: labels(row),
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    deletedAt: row.deleted_at?.toISOString() ?? null,
    openConflicts: conflicts.get(row.id) ?? 0,
    links: links.get(row.id) ?? [],
  }));
}

/** One record; with `lock` it stays as it is until the transaction ends. Throws `record_not_found`. */
export async function findRecord(tx: Tx, entity: string, id: string, lock = false): Promise<RecordRow> {
  const row = await tx.one<RecordRow>(
    `select ${recordColumns} from entity_records r where r.id = $1 and r.entity = $2 ${lock ? "for update" : ""}`,
    [id, entity],
  );
  if (!row) throw recordErrors.record_not_found();
  return row;
}

/** One record as clients see it. */
export async function recordView(tx: Tx, entity: string, id: string): Promise<RecordView> {
  const [view] = await recordViews(tx, [await findRecord(tx, entity, id)]);
  if (!view) throw recordErrors.record_not_found();
  return view;
}

const exactUpTo = 10_000;

/** How many records match: exact up to 10,000, above that the counter kept while writing. */
export async function countRecords(
  tx: Tx,
  scope: Scope,
  entity: string,
  where: { text: string; values: readonly unknown[] } | null,
): Promise<number> {
  if (where === null && !scope.clinicIds) {
    const kept = await tx.one<{ total: string | null }>(
      "select sum(total) as total from entity_counts where entity = $1",
      [entity],
    );
    if (Number(kept?.total ?? 0) > exactUpTo) return Number(kept?.total);
  }
  const condition = where?.text ?? "r.deleted_at is null";
  const counted = await tx.one<{ count: string }>(
    `select count(*) from (select 1 from entity_records r where r.entity = $1 and ${condition} limit ${exactUpTo}) as counted`,
    [entity, ...(where?.values ?? [])],
  );
  return Number(counted?.count ?? 0);
}
