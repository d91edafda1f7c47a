/** Search of one type: the plan, the page, what it includes, and the bundle that answers. */
import { recordAudit } from "@/lib/audit";
import type { FhirJson } from "@/lib/fhir";
import type { RecordEntity } from "@/lib/records";
import { facadeErrors } from "./errors";
import { baseUrl, type FhirAnswer, type FhirSession } from "./exchange";
import { filled } from "./filled";
import { countMatches, findMatches, type MatchRow } from "./find-matches";
import { mostIncluded, readIncluded } from "./included";
import { type OutcomeIssue, operationOutcome } from "./outcome";
import { openPage, pageLink, pageParameter } from "./page-link";
import { preferred } from "./prefer";
import { type ResourceRow, renderRecord } from "./render";
import { typeOf } from "./resource-types";
import { type ResultParameters, resultParameters } from "./result-parameters";
import type { Condition } from "./search-conditions";
import { planConditions } from "./search-plan";
import { type SortKey, sortKeys } from "./sort-keys";
import { partOf } from "./summary";

interface Search {
  readonly entity: RecordEntity;
  /** What was asked for and taken. */
  readonly query: URLSearchParams;
  readonly conditions: readonly Condition[];
  readonly sort: readonly SortKey[];
  readonly results: ResultParameters;
  readonly after?: readonly (string | null)[];
  readonly ignored: readonly string[];
}

/** The search that a query asks for. A link to a page is the question that it seals. */
export async function planSearch(
  session: FhirSession,
  entity: RecordEntity,
  asked: URLSearchParams,
  headers: Headers,
): Promise<Search> {
  const sealed = asked.get(pageParameter);
  const page = sealed ? await openPage(session.actor.organizationId, typeOf(entity), sealed) : undefined;
  // Without what asks for nothing, whose names nobody has looked at.
  const query = new URLSearchParams(
    [...new URLSearchParams(page?.query ?? asked)].filter(([, value]) => value !== ""),
  );
  const { conditions, unknown } = await planConditions(session, entity, query);
  if (unknown.length > 0 && preferred(headers, "handling") === "strict") {
    throw facadeErrors.parameter_unsupported({
      detail: `${typeOf(entity)} is not searched by ${unknown.join(", ")}.`,
    });
  }
  for (const name of unknown) query.delete(name);
  return {
    entity,
    query,
    conditions,
    sort: sortKeys(entity, query.get("_sort")),
    results: resultParameters(query),
    after: page?.after,
    ignored: unknown,
  };
}

function isCountAlone({ results }: Search): boolean {
  return results.summary === "count" || results.count === 0;
}

function entryOf(url: string, resource: FhirJson, mode: "match" | "include" | "outcome"): FhirJson {
  return { fullUrl: url, resource, search: { mode } };
}

function resourceEntry(
  { vault }: FhirSession,
  row: ResourceRow,
  mode: "match" | "include",
  results: ResultParameters,
): FhirJson {
  const resource = partOf(row.entity, renderRecord(vault, row), results);
  return entryOf(`${baseUrl()}/${typeOf(row.entity)}/${row.id}`, resource, mode);
}

/** What the client should know beside the results. */
function warningsOf({ ignored }: Search, isCut: boolean): OutcomeIssue[] {
  const unknown = ignored.map((name) => ({
    severity: "warning" as const,
    code: "not-supported",
    diagnostics: `${name} was ignored: the type is not searched by it.`,
  }));
  if (!isCut) return unknown;
  const diagnostics = `More than ${mostIncluded} resources were to be included; ask for fewer matches.`;
  return [...unknown, { severity: "warning", code: "too-costly", diagnostics }];
}

async function linksOf(session: FhirSession, search: Search, last: MatchRow | undefined, method: string) {
  const type = typeOf(search.entity);
  const { organizationId } = session.actor;
  const query = search.query.toString();
  // Who wrote the question into an address may read it there; else addresses hold it sealed.
  const self =
    method === "GET" && !search.after
      ? `${baseUrl()}/${type}${query ? `?${query}` : ""}`
      : await pageLink(organizationId, type, { query, after: [...(search.after ?? [])] });
  if (!last) return [{ relation: "self", url: self }];
  return [
    { relation: "self", url: self },
    { relation: "next", url: await pageLink(organizationId, type, { query, after: last.place }) },
  ];
}

async function audit(session: FhirSession, search: Search, ids: readonly string[]): Promise<void> {
  await recordAudit(session.tx, session.actor, {
    action: "fhir.search",
    entity: search.entity,
    target: { parameters: [...new Set(search.query.keys())], recordIds: [...ids], count: ids.length },
  });
}

function bundle(parts: FhirJson): FhirAnswer {
  return { status: 200, resource: { resourceType: "Bundle", type: "searchset", ...parts } };
}

async function answerCount(session: FhirSession, search: Search, method: string): Promise<FhirAnswer> {
  const total = await countMatches(session.tx, search);
  await audit(session, search, []);
  return bundle({ total, link: await linksOf(session, search, undefined, method) });
}

async function totalOf(
  session: FhirSession,
  search: Search,
  counted: number | undefined,
): Promise<number | undefined> {
  const { total } = search.results;
  if (total === "none") return undefined;
  if (counted !== undefined || total === undefined) return counted;
  return countMatches(session.tx, search);
}

/** Answers a search, its audit entry included. Throws what a plan throws. */
export async function searchType(
  session: FhirSession,
  entity: RecordEntity,
  asked: URLSearchParams,
  { headers, method }: { readonly headers: Headers; readonly method: string },
): Promise<FhirAnswer> {
  const search = await planSearch(session, entity, asked, headers);
  if (isCountAlone(search)) return answerCount(session, search, method);
  const { results } = search;
  const after = search.after && search.after.length > 0 ? search.after : undefined;
  const found = await findMatches(session.tx, { ...search, after, limit: results.count + 1 });
  const rows = found.rows.slice(0, results.count);
  const isLast = found.rows.length === rows.length;
  const counted = found.total ?? (isLast && !after ? rows.length : undefined);
  const included = await readIncluded(session, rows, results);
  await audit(
    session,
    search,
    [...rows, ...included.rows].map(({ id }) => id),
  );
  const warnings = warningsOf(search, included.isCut);
  const outcome =
    warnings.length > 0 ? [{ resource: operationOutcome(warnings), search: { mode: "outcome" } }] : [];
  return bundle({
    total: await totalOf(session, search, counted),
    link: await linksOf(session, search, isLast ? undefined : rows.at(-1), method),
    entry: filled([
      ...rows.map((row) => resourceEntry(session, row, "match", results)),
      ...included.rows.map((row) => resourceEntry(session, row, "include", results)),
      ...outcome,
    ]),
  });
}

/** The single match of a condition such as If-None-Exist; undefined for none. Throws `many_matches`. */
export async function matchOf(
  session: FhirSession,
  entity: RecordEntity,
  query: URLSearchParams,
): Promise<MatchRow | undefined> {
  const { conditions, unknown } = await planConditions(session, entity, query);
  if (unknown.length > 0 || conditions.length === 0) {
    throw facadeErrors.parameter_unsupported({
      detail:
        unknown.length > 0
          ? `${typeOf(entity)} is not searched by ${unknown.join(", ")}.`
          : "A condition needs parameters.",
    });
  }
  // Until the transaction ends nobody else decides by the same condition: of two creates one finds the other's.
  const name = `${session.actor.organizationId} ${entity} ${query}`;
  await session.tx.query("select pg_advisory_xact_lock(hashtextextended($1, 0))::text", [name]);
  const { rows } = await findMatches(session.tx, {
    entity,
    conditions,
    sort: sortKeys(entity, null),
    limit: 2,
  });
  if (rows.length > 1) throw facadeErrors.many_matches({ detail: "Narrow the condition to one resource." });
  return rows[0];
}
