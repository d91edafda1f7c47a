/** Reads single resources and their versions. */
import { recordAudit } from "@/lib/audit";
import { prepared } from "@/lib/platform/db";
import { idSchema } from "@/lib/platform/ids";
import type { RecordEntity } from "@/lib/records";
import { latestBody } from "./body-store";
import { namesVersion } from "./entity-tags";
import { facadeErrors } from "./errors";
import { baseUrl, type FhirAnswer, type FhirSession } from "./exchange";
import { type ResourceRow, renderRecord, resourceColumns } from "./render";
import { typeOf } from "./resource-types";

const resourceById = `
  select ${resourceColumns}, b.body_version, b.body from entity_records r ${latestBody} where r.id = $1 and r.entity = $2`;
const find = prepared(resourceById);
const findAndLock = prepared(`${resourceById} for update of r`);

/** The record's row; undefined where there is none that the caller sees. With `lock` it stays as it is. */
export async function findResource(
  { tx }: FhirSession,
  entity: RecordEntity,
  id: string,
  lock = false,
): Promise<ResourceRow | undefined> {
  if (!idSchema.safeParse(id).success) return undefined;
  return tx.one<ResourceRow>(lock ? findAndLock : find, [id, entity]);
}

/** Throws `resource_unknown`. */
export function required(row: ResourceRow | undefined, entity: RecordEntity): ResourceRow {
  if (row) return row;
  throw facadeErrors.resource_unknown({ detail: `No ${typeOf(entity)} of this id is known to you.` });
}

/** Throws `resource_gone`. */
export function living(row: ResourceRow): ResourceRow {
  if (!row.deleted_at) return row;
  throw facadeErrors.resource_gone({ detail: "Its versions before can be read from its history." });
}

/** The resource of a row, as a read answers it. */
export function readAnswer({ vault }: FhirSession, row: ResourceRow): FhirAnswer {
  return {
    status: 200,
    resource: renderRecord(vault, row),
    etag: `W/"${row.version}"`,
    lastModified: row.updated_at,
    location: `${baseUrl()}/${typeOf(row.entity)}/${row.id}/_history/${row.version}`,
  };
}

function isUnchanged(row: ResourceRow, headers: Headers): boolean {
  const match = headers.get("if-none-match");
  if (match) return namesVersion(match, row.version);
  const since = Date.parse(headers.get("if-modified-since") ?? "");
  return !Number.isNaN(since) && Math.floor(row.updated_at.getTime() / 1_000) * 1_000 <= since;
}

/** Throws `resource_unknown`, `resource_gone`. */
export async function readResourceOf(
  session: FhirSession,
  entity: RecordEntity,
  id: string,
  headers: Headers,
): Promise<FhirAnswer> {
  const row = living(required(await findResource(session, entity, id), entity));
  await recordAudit(session.tx, session.actor, { action: "fhir.read", entity, recordId: row.id });
  const answer = readAnswer(session, row);
  return isUnchanged(row, headers) ? { ...answer, status: 304, resource: undefined } : answer;
}

/** Rows as they were at their versions, of those that there were and that the caller sees. */
export function findVersions(
  { tx }: FhirSession,
  entity: RecordEntity,
  wanted: readonly { readonly id: string; readonly version: number }[],
): Promise<ResourceRow[]> {
  return tx.query<ResourceRow>(
    `select ${resourceColumns}, b.body_version, b.body
       from unnest($1::uuid[], $2::int[]) as w(id, version) cross join lateral (
         select id, entity, version, data, updated_at, deleted_at from entity_records
          where id = w.id and version = w.version
         union all
         select record_id, entity, version, data, at, deleted_at from entity_versions
          where record_id = w.id and version = w.version
       ) r ${latestBody} where r.entity = $3`,
    [wanted.map(({ id }) => id), wanted.map(({ version }) => version), entity],
  );
}

/** The record as it was at `version`. Throws `resource_unknown`, `resource_gone` where that version is its deletion. */
export async function readVersionOf(
  session: FhirSession,
  entity: RecordEntity,
  id: string,
  version: string,
): Promise<FhirAnswer> {
  const isKnowable = idSchema.safeParse(id).success && /^[1-9]\d{0,8}$/.test(version);
  const [row] = isKnowable ? await findVersions(session, entity, [{ id, version: Number(version) }]) : [];
  const found = living(required(row, entity));
  await recordAudit(session.tx, session.actor, {
    action: "fhir.vread",
    entity,
    recordId: found.id,
    target: { version: found.version },
  });
  return readAnswer(session, found);
}
