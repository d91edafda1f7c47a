/** Lists of records: newest first, by search, or as a feed of what changed. */
import type { Actor } from "@/lib/auth";
import { type Tx, withOrganization } from "@/lib/platform/db";
import { pageOf } from "@/lib/platform/list-page";
import { normaliseIdentifier, normalisePhone, normaliseText } from "./normalise";
import { countRecords, type RecordRow, recordColumns, recordViews } from "./record-store";
import { normaliseQuery, type SearchToken, tokensForKeys } from "./search-tokens";
import type { RecordQuery, RecordView } from "./view";

/** Where a list goes on: by time for people, by transaction for feeds, by id for files. */
export type RecordPlace =
  | { readonly id: string }
  | { readonly at: string; readonly id: string }
  | { readonly tx: string; readonly id: string };

export interface RecordPage {
  readonly data: RecordView[];
  readonly next: RecordPlace | null;
  /** Not counted for a whole list. */
  readonly total: number | null;
}

interface RecordPaging {
  readonly limit: number;
  /** Where the page before ended. */
  readonly place: RecordPlace | null;
  /** Every page is read, one after the other. */
  readonly wholeList?: boolean;
}

/** Which search parameter answers a field of the list's filters, and how its value is written there. */
const filters: Readonly<Record<string, { parameter: string; normalise: (value: string) => string }>> = {
  firstName: { parameter: "given", normalise: normaliseText },
  lastName: { parameter: "family", normalise: normaliseText },
  family: { parameter: "family", normalise: normaliseText },
  given: { parameter: "given", normalise: normaliseText },
  name: { parameter: "name", normalise: normaliseText },
  dateOfBirth: { parameter: "birthdate", normalise: normaliseIdentifier },
  birthdate: { parameter: "birthdate", normalise: normaliseIdentifier },
  gender: { parameter: "gender", normalise: normaliseIdentifier },
  mrn: { parameter: "mrn", normalise: normaliseIdentifier },
  identifier: { parameter: "identifier", normalise: normaliseIdentifier },
  phone: { parameter: "phone", normalise: normalisePhone },
  email: { parameter: "email", normalise: normaliseIdentifier },
  patientId: { parameter: "patient", normalise: normaliseIdentifier },
  code: { parameter: "code", normalise: normaliseIdentifier },
  category: { parameter: "category", normalise: normaliseIdentifier },
  status: { parameter: "status", normalise: normaliseIdentifier },
  clinicalStatus: { parameter: "status", normalise: normaliseIdentifier },
  verificationStatus: { parameter: "verification-status", normalise: normaliseIdentifier },
  documentStatus: { parameter: "document-status", normalise: normaliseIdentifier },
  intent: { parameter: "intent", normalise: normaliseIdentifier },
  priority: { parameter: "priority", normalise: normaliseIdentifier },
  severity: { parameter: "severity", normalise: normaliseIdentifier },
  class: { parameter: "class", normalise: normaliseIdentifier },
  type: { parameter: "type", normalise: normaliseIdentifier },
  encounterId: { parameter: "encounter", normalise: normaliseIdentifier },
  practitionerId: { parameter: "practitioner", normalise: normaliseIdentifier },
  medicationId: { parameter: "medication", normalise: normaliseIdentifier },
  appointmentId: { parameter: "appointment", normalise: normaliseIdentifier },
  resultId: { parameter: "result", normalise: normaliseIdentifier },
};

class Conditions {
  readonly texts: string[] = [];
  /** $1 is the entity. */
  readonly values: unknown[] = [];

  add(text: (parameter: (value: unknown) => string) => string): void {
    this.texts.push(
      text((value) => {
        this.values.push(value);
        return `$${this.values.length + 1}`;
      }),
    );
  }

  where(): { text: string; values: readonly unknown[] } {
    return { text: this.texts.join(" and "), values: this.values };
  }
}

const mostFound = 10_001;

/** Records that `q` finds: any part of a name or phone number, a whole identifier, a birth date, an address. */
async function found(tx: Tx, entity: string, q: string): Promise<string[]> {
  const { parts, tokens } = normaliseQuery(q);
  const byWords = await tx.query<{ id: string }>(
    `select distinct s.id from unnest($2::text[]) as p(part), records_with_words($1, '%' || p.part || '%', ${mostFound}) as s(id)`,
    [entity, parts],
  );
  const byTokens = await tx.query<{ id: string }>(
    `select distinct s.id from unnest($2::text[]) as t(token), records_with_tokens($1, t.token::json, ${mostFound}) as s(id)`,
    [entity, tokens.map((token) => tokensForKeys([token]))],
  );
  return [...new Set([...byWords, ...byTokens].map((row) => row.id))];
}

function filteredBy(query: RecordQuery): SearchToken[] {
  return Object.entries(query).flatMap(([field, value]) => {
    const filter = filters[field];
    return filter && typeof value === "string"
      ? { parameter: filter.parameter, value: filter.normalise(value) }
      : [];
  });
}

/**
 * Keeps the records that were found, of which `isOne` tells one from others. Few are asked for by id. Of many, each
 * record of the list is asked whether it is one: the list finds a page of them soon, and collecting them all first
 * would take longer.
 */
function addFound(
  conditions: Conditions,
  rows: readonly { id: string }[],
  isOne: (parameter: (value: unknown) => string) => string,
): void {
  conditions.add((parameter) =>
    rows.length < mostFound
      ? `r.id = any(${parameter(rows.map((row) => row.id))}::uuid[])`
      : `exists (${isOne(parameter)})`,
  );
}

/** Keeps the records that carry every token. */
async function addFilters(
  tx: Tx,
  conditions: Conditions,
  entity: string,
  tokens: readonly SearchToken[],
): Promise<void> {
  if (tokens.length === 0) return;
  const wanted = tokensForKeys(tokens);
  const rows = await tx.query<{ id: string }>(
    `select records_with_tokens($1, $2::json, ${mostFound}) as id`,
    [entity, wanted],
  );
  addFound(
    conditions,
    rows,
    (parameter) =>
      `select 1 from search_entries s
        where s.record_id = r.id and s.keys @> search_keys(r.organization_id, $1, ${parameter(wanted)}::json)`,
  );
}

/** Keeps the records that have a counterpart in the integration. */
async function addIntegration(
  tx: Tx,
  conditions: Conditions,
  entity: string,
  integrationId: string,
): Promise<void> {
  const rows = await tx.query<{ id: string }>(
    `select record_id as id from sync_links where integration_id = $1 and entity = $2 limit ${mostFound}`,
    [integrationId, entity],
  );
  // Not by entity: on a table just filled, PostgreSQL would then read all links of the integration for each record.
  addFound(
    conditions,
    rows,
    (parameter) =>
      `select 1 from sync_links l where l.record_id = r.id and l.integration_id = ${parameter(integrationId)}`,
  );
}

async function conditionsOf(tx: Tx, entity: string, query: RecordQuery): Promise<Conditions> {
  const conditions = new Conditions();
  conditions.add(() => (query.deleted ? "r.deleted_at is not null" : "r.deleted_at is null"));
  const { q, integrationId, ids } = query;
  if (ids) conditions.add((parameter) => `r.id = any(${parameter(ids)}::uuid[])`);
  if (q?.trim()) {
    const fitting = await found(tx, entity, q);
    conditions.add((parameter) => `r.id = any(${parameter(fitting)}::uuid[])`);
  }
  if (integrationId) await addIntegration(tx, conditions, entity, integrationId);
  await addFilters(tx, conditions, entity, filteredBy(query));
  return conditions;
}

interface Order {
  readonly by: string;
  /** The condition that skips what came before. */
  readonly after: (place: RecordPlace, parameter: (value: unknown) => string) => string;
  readonly placeOf: (row: RecordRow) => RecordPlace;
}

const newestFirst: Order = {
  by: "r.updated_at desc, r.id desc",
  after: (place, parameter) =>
    "at" in place
      ? `(r.updated_at, r.id) < (${parameter(place.at)}::timestamptz, ${parameter(place.id)}::uuid)`
      : "true",
  placeOf: (row) => ({ at: row.updated_at.toISOString(), id: row.id }),
};

/** By id: a record that changes while the list is read keeps its place, and is neither lost nor there twice. */
const byId: Order = {
  by: "r.id desc",
  after: ({ id }, parameter) => `r.id < ${parameter(id)}::uuid`,
  placeOf: ({ id }) => ({ id }),
};

/** In the order of writing transactions, below the oldest still running: no row can appear behind a reader. */
const feed: Order = {
  by: "r.tx, r.id",
  after: (place, parameter) =>
    "tx" in place ? `(r.tx, r.id) > (${parameter(place.tx)}::xid8, ${parameter(place.id)}::uuid)` : "true",
  placeOf: (row) => ({ tx: row.tx, id: row.id }),
};

/** A page of records with how many there are in all. */
export async function listRecords(
  actor: Actor,
  entity: string,
  query: RecordQuery,
  { limit, place, wholeList = false }: RecordPaging,
): Promise<RecordPage> {
  return withOrganization(actor, async (tx) => {
    const conditions = await conditionsOf(tx, entity, query);
    const isPlain = conditions.texts.length === 1 && !query.deleted;
    const total = wholeList
      ? null
      : await countRecords(tx, actor, entity, isPlain ? null : conditions.where());
    const { updatedSince } = query;
    const order = updatedSince ? feed : wholeList ? byId : newestFirst;
    if (updatedSince) {
      conditions.add((parameter) => `r.updated_at >= ${parameter(updatedSince)}::timestamptz`);
      conditions.add(() => "r.tx < pg_snapshot_xmin(pg_current_snapshot())");
    }
    if (place) conditions.add((parameter) => order.after(place, parameter));
    const { text, values } = conditions.where();
    const rows = await tx.query<RecordRow>(
      `select ${recordColumns} from entity_records r where r.entity = $1 and ${text} order by ${order.by} limit ${limit + 1}`,
      [entity, ...values],
    );
    const { data, next } = pageOf(rows, limit, order.placeOf);
    return { data: await recordViews(tx, data), next, total };
  });
}
