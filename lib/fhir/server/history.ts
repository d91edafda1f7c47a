/** Histories: of a resource, of a type, of all; newest first (https://hl7.org/fhir/R4/http.html#history). */
import { recordAudit } from "@/lib/audit";
import type { FhirJson } from "@/lib/fhir";
import { momentRange, type RecordEntity, recordEntities } from "@/lib/records";
import { latestBody } from "./body-store";
import { facadeErrors } from "./errors";
import { baseUrl, type FhirAnswer, type FhirSession } from "./exchange";
import { filled } from "./filled";
import { openPage, type PageState, pageLink, pageParameter } from "./page-link";
import { findResource, required } from "./read-resources";
import { type ResourceRow, renderRecord, resourceColumns } from "./render";
import { typeOf } from "./resource-types";
import { countOf } from "./result-parameters";

export interface HistoryOf {
  readonly entity?: RecordEntity;
  readonly id?: string;
}

const known = new Set([pageParameter, "_since", "_count", "_at", "_format", "_pretty"]);

/** Conditions on a version and on the moment at which the next one took its place. */
function conditionsOf(query: URLSearchParams, after: readonly (string | null)[], values: unknown[]): string {
  const add = (value: unknown) => `$${values.push(value)}`;
  const texts = ["true"];
  const since = query.get("_since");
  if (since !== null) texts.push(`r.updated_at >= ${add(momentOf("_since", since).low)}::timestamptz`);
  const at = query.get("_at");
  if (at !== null) {
    const { low, high } = momentOf("_at", at);
    texts.push(`r.updated_at < ${add(high)}::timestamptz and r.replaced_at > ${add(low)}::timestamptz`);
  }
  if (after.length === 3) {
    const [time, id, version] = after.map(add);
    texts.push(`(r.updated_at, r.id, r.version) < (${time}::timestamptz, ${id}::uuid, ${version}::int)`);
  }
  return texts.join(" and ");
}

function momentOf(parameter: string, text: string) {
  // A plus that nobody escaped reads as a space.
  const range = momentRange(text.replace(" ", "+"));
  if (range) return range;
  throw facadeErrors.parameter_invalid({ detail: `Write ${parameter} as a date or an ISO 8601 time.` });
}

/** When the version after `v` was written; null says that there is none. */
const replacedAt = `(select n.at from entity_versions n where n.record_id = v.record_id and n.version = v.version + 1
   union all select n.updated_at from entity_records n where n.id = v.record_id and n.version = v.version + 1 limit 1)`;

const order = "order by r.updated_at desc, r.id desc, r.version desc";

/**
 * One branch for each entity, whose index has its newest records at hand, and one for replaced versions; each gives a
 * page at most.
 */
async function readVersions(
  { tx }: FhirSession,
  { id }: HistoryOf,
  entities: readonly RecordEntity[],
  query: URLSearchParams,
  { after, limit }: { readonly after: readonly (string | null)[]; readonly limit: number },
): Promise<ResourceRow[]> {
  const values: unknown[] = [];
  const where = conditionsOf(query, after, values);
  const add = (value: unknown) => `$${values.push(value)}`;
  const most = add(limit);
  const [ofRecord, ofVersion] = id ? [`id = ${add(id)}`, `v.record_id = ${add(id)}`] : ["true", "true"];
  const present = entities.map(
    (entity) =>
      `(select * from (select id, entity, version, data, updated_at, deleted_at, 'infinity'::timestamptz as replaced_at
          from entity_records where entity = ${add(entity)} and ${ofRecord}) r where ${where} ${order} limit ${most})`,
  );
  const replaced = `(select * from (select v.record_id as id, v.entity, v.version, v.data, v.at as updated_at, v.deleted_at,
        ${replacedAt} as replaced_at
        from entity_versions v where v.entity = any(${add(entities)}) and ${ofVersion}) r where ${where} ${order} limit ${most})`;
  return tx.query<ResourceRow>(
    `select ${resourceColumns}, b.body_version, b.body
       from (select * from (${[...present, replaced].join(" union all ")}) r ${order} limit ${most}) r ${latestBody} ${order}`,
    values,
  );
}

function entryOf({ vault }: FhirSession, row: ResourceRow): FhirJson {
  const type = typeOf(row.entity);
  const method = row.deleted_at ? "DELETE" : row.version === 1 ? "POST" : "PUT";
  const status = row.deleted_at ? "204" : row.version === 1 ? "201" : "200";
  return {
    fullUrl: `${baseUrl()}/${type}/${row.id}`,
    ...(row.deleted_at ? {} : { resource: renderRecord(vault, row) }),
    request: { method, url: method === "POST" ? type : `${type}/${row.id}` },
    response: { status, etag: `W/"${row.version}"`, lastModified: row.updated_at.toISOString() },
  };
}

function pathOf({ entity, id }: HistoryOf): string {
  return [entity && typeOf(entity), id, "_history"].filter(Boolean).join("/");
}

async function audit({ tx, actor }: FhirSession, of: HistoryOf, rows: readonly ResourceRow[]) {
  await recordAudit(tx, actor, {
    action: "fhir.history",
    entity: of.entity,
    recordId: of.id,
    target: { count: rows.length, recordIds: [...new Set(rows.map(({ id }) => id))] },
  });
}

async function linksOf(
  { actor: { organizationId } }: FhirSession,
  path: string,
  { query, after }: PageState,
  last: ResourceRow | undefined,
): Promise<object[]> {
  const first = `${baseUrl()}/${path}${query ? `?${query}` : ""}`;
  const url = after.length > 0 ? await pageLink(organizationId, path, { query, after }) : first;
  if (!last) return [{ relation: "self", url }];
  const place = [last.updated_at.toISOString(), last.id, String(last.version)];
  const next = await pageLink(organizationId, path, { query, after: place });
  return [
    { relation: "self", url },
    { relation: "next", url: next },
  ];
}

/** Throws `resource_unknown`, `parameter_invalid`. */
export async function readHistory(
  session: FhirSession,
  of: HistoryOf,
  asked: URLSearchParams,
): Promise<FhirAnswer> {
  const entities = of.entity
    ? [of.entity]
    : recordEntities.filter((one) => session.grants.may(typeOf(one), "r"));
  if (of.entity && of.id) required(await findResource(session, of.entity, of.id), of.entity);
  const path = pathOf(of);
  const sealed = asked.get(pageParameter);
  const page = sealed
    ? await openPage(session.actor.organizationId, path, sealed)
    : { query: asked.toString(), after: [] };
  const query = new URLSearchParams(page.query);
  const unknown = [...query.keys()].find((name) => !known.has(name));
  if (unknown) throw facadeErrors.parameter_unsupported({ detail: `A history takes no ${unknown}.` });
  const count = countOf(query);
  const rows = await readVersions(session, of, entities, query, {
    after: page.after,
    limit: count + 1,
  });
  const shown = rows.slice(0, count);
  await audit(session, of, shown);
  const isLast = rows.length <= count;
  return {
    status: 200,
    resource: {
      resourceType: "Bundle",
      type: "history",
      // Longer histories are not counted: who reads them to the end knows.
      total: isLast && page.after.length === 0 ? shown.length : undefined,
      link: await linksOf(session, path, page, isLast ? undefined : shown.at(-1)),
      entry: filled(shown.map((row) => entryOf(session, row))),
    },
  };
}
