/** Records of one kind, in the order of their ids, as they were when the export was asked for. */
import type { Tx } from "@/lib/platform/db";
import type { RecordEntity } from "@/lib/records";
import { latestBody } from "../server/body-store";
import { type ResourceRow, resourceColumns } from "../server/render";
import type { ExportRow } from "./export-store";

const pageRows = 1_000;

export interface ExportPage {
  readonly rows: readonly ResourceRow[];
  /** How many records were looked at, and the last of them; null after the last page. */
  readonly seen: number;
  readonly last: string | null;
}

/** Each record's version as of $2; $1 are the ids of a page. */
const asOf = `
  with r as (
    select id, entity, version, data, updated_at, deleted_at from entity_records
     where id = any($1::uuid[]) and updated_at <= $2
    union all
    select n.id, n.entity, v.version, v.data, v.at as updated_at, v.deleted_at
      from entity_records n
     cross join lateral (select version, data, at, deleted_at from entity_versions
                          where record_id = n.id and at <= $2 order by version desc limit 1) v
     where n.id = any($1::uuid[]) and n.updated_at > $2)`;

/** Entities whose records are of one patient. What is of no patient, such as practitioners, comes along with any. */
const ofPatients = new Set<RecordEntity>([
  "observations",
  "conditions",
  "medication_requests",
  "appointments",
  "encounters",
  "diagnostic_reports",
  "documents",
]);

function inGroup(entity: RecordEntity): string {
  const patient =
    entity === "patients" ? "r.id" : ofPatients.has(entity) ? "(r.data ->> 'patientId')::uuid" : null;
  if (patient === null) return "";
  return `and ($4::uuid is null or exists (select 1 from fhir_group_members m where m.group_id = $4 and m.patient_id = ${patient}))`;
}

async function pageIds(tx: Tx, entity: RecordEntity, { after }: ExportRow): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select id from entity_records
      where organization_id = (select app_org()) and entity = $1 and ($2::uuid is null or id > $2)
      order by id limit $3`,
    [entity, after, pageRows],
  );
  return rows.map(({ id }) => id);
}

/** The next page: records that are there, or of those that the client may know the ones that were deleted. */
export async function readPage(
  tx: Tx,
  row: ExportRow,
  { kind, entity }: { readonly kind: "output" | "deleted"; readonly entity: RecordEntity },
): Promise<ExportPage> {
  const ids = await pageIds(tx, entity, row);
  const isDeleted = kind === "deleted";
  const rows = await tx.query<ResourceRow>(
    `${asOf}
     select ${resourceColumns}, ${isDeleted ? "null::int as body_version, null::bytea as body" : "b.body_version, b.body"}
       from r ${isDeleted ? "" : latestBody}
      where r.deleted_at is ${isDeleted ? "not " : ""}null and ($3::timestamptz is null or r.updated_at > $3)
            ${inGroup(entity)}
      order by r.id`,
    [ids, row.transaction_time, row.since, ...(inGroup(entity) ? [row.group_id] : [])],
  );
  return { rows, seen: ids.length, last: ids.length < pageRows ? null : (ids.at(-1) ?? null) };
}
