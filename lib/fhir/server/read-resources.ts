/** Reads single resources and their versions. */
import { recordAudit } from "@/lib/audit";
import { idSchema } from "@/lib/platform/ids";
import type { RecordEntity } from "@/lib/records";
import { latestBody } from "./body-store";
import { facadeErrors } from "./errors";
import { baseUrl, type FhirAnswer, type FhirSession } from "./exchange";
import { type ResourceRow, renderRecord, resourceColumns } from "./render";
import { typeOf } from "./resource-types";

/** The record's row; undefined where there is none that the caller sees. With `lock` it stays as it is. */
export async function findResource(
  { tx }: FhirSession,
  entity: RecordEntity,
  id: string,
  lock = false,
): Promise<ResourceRow | undefined> {
  if (!idSchema.safeParse(id).success) return undefined;
  return tx.one<ResourceRow>(
    `select ${resourceColumns}, b.body_version, b.body from entity_records r ${latestBody}
      where r.id = $1 and r.entity = $2 ${lock ? "for update of r" : ""}`,
    [id, entity],
  );
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
  if (match) return match.split(",").some((tag) => tag.trim() === `W/"${row.version}"`);
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

/** The record's row as it was at `version`; undefined where there was none that the caller sees. */
export function findVersion(
  { tx }: FhirSession,
  entity: RecordEntity,
  id: string,
  version: number,
): Promise<ResourceRow | undefined> {
  return tx.one<ResourceRow>(
    `select ${resourceColumns}, b.body_version, b.body from (
       select id, entity, version, data, updated_at, deleted_at from entity_records where id = $1 and version = $3
       union all
       select record_id, entity, version, data, at, deleted_at from entity_versions where record_id = $1 and version = $3
     ) r ${latestBody} where r.entity = $2`,
    [id, entity, version],
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
  const row = isKnowable ? await findVersion(session, entity, id, Number(version)) : undefined;
  const found = living(required(row, entity));
  await recordAudit(session.tx, session.actor, {
    action: "fhir.vread",
    entity,
    recordId: found.id,
    target: { version: found.version },
  });
  return readAnswer(session, found);
}
