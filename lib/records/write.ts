/**
 * Writing records: set-based, one statement per table whatever the number of rows. A new version replaces the
 * old one, which moves to the history first; tokens and words for search follow the data.
 */
import type { ActorRef } from "@/lib/auth";
import { contentHash } from "@/lib/fhir";
import { prepared, type Tx, textArray } from "@/lib/platform/db";
import { mapInTurns } from "@/lib/platform/turns";
import { emitRecordEvents } from "./record-events";
import { dateToken, searchDatesOf } from "./search-dates";
import type { SearchEntry } from "./search-entry";
import { searchEntryOf, tokensForKeys } from "./search-tokens";

/** Whose write this is and when; `reason` and `jobId` stand in the history. */
export interface WriteContext {
  readonly organizationId: string;
  readonly entity: string;
  readonly changedBy: ActorRef;
  readonly at: Date;
  readonly jobId?: string | null;
  /** By which the data came; absent for a change of our own. */
  readonly integrationId?: string | null;
  readonly reason?: string | null;
}

interface RecordWrite {
  readonly id: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** SHA-256 of the canonical data, when the caller has it already. */
  readonly hash?: Buffer;
}

const countShards = 64;

/** The associated data that ties a vendor's sealed resource to its link. */
export function rawParts(linkId: string): string[] {
  return ["remote_resources", linkId];
}

function searchEntriesOf({ entity }: WriteContext, rows: readonly RecordWrite[]): Promise<SearchEntry[]> {
  return mapInTurns(rows, (row) => searchEntryOf(entity, row.data));
}

const upsertSearchEntries = prepared(
  `insert into search_entries (record_id, organization_id, entity, keys, words, likeness)
   select e.record_id, $1, $2, search_keys($1, $2, e.tokens::json), e.words,
          case when e.likeness = '[]' then '{}' else search_keys($1, $2, e.likeness::json) end
     from unnest($3::uuid[], $4::text[], $5::text[], $6::text[]) as e(record_id, tokens, words, likeness)
   on conflict (record_id) do update
     set keys = excluded.keys, words = excluded.words, likeness = excluded.likeness`,
);

function writeSearchEntries(
  tx: Tx,
  context: WriteContext,
  rows: readonly RecordWrite[],
  entries: readonly SearchEntry[],
): void {
  tx.send(upsertSearchEntries, [
    context.organizationId,
    context.entity,
    rows.map((row) => row.id),
    textArray(entries.map((entry) => tokensForKeys(entry.tokens))),
    textArray(entries.map((entry) => entry.words)),
    textArray(entries.map((entry) => tokensForKeys(entry.likeness))),
  ]);
}

const insertSearchDates = prepared(
  `insert into search_dates (record_id, organization_id, key, low, high)
   select d.record_id, $1, (select (search_keys($1, $2, $3::json))[1]), d.low, d.high
     from unnest($4::uuid[], $5::timestamptz[], $6::timestamptz[]) as d(record_id, low, high)`,
);

/** The dates that the records are found by, which have none yet. */
function writeSearchDates(
  tx: Tx,
  { organizationId, entity }: WriteContext,
  rows: readonly RecordWrite[],
): void {
  const dates = rows.flatMap(({ id, data }) => searchDatesOf(entity, data).map((date) => ({ id, ...date })));
  for (const [parameter, ofParameter] of Map.groupBy(dates, (date) => date.parameter)) {
    tx.send(insertSearchDates, [
      organizationId,
      entity,
      JSON.stringify([dateToken(parameter)]),
      ofParameter.map(({ id }) => id),
      ofParameter.map(({ low }) => low),
      ofParameter.map(({ high }) => high),
    ]);
  }
}

// Who writes at the same time does so on another connection: nobody waits for another's row.
const addToCounts = prepared(
  `insert into entity_counts (organization_id, entity, shard, total) values ($1, $2, pg_backend_pid() % ${countShards}, $3)
   on conflict (organization_id, entity, shard) do update set total = entity_counts.total + excluded.total`,
);

/** Adds to how many records there are. */
function count(tx: Tx, { organizationId, entity }: WriteContext, change: number): void {
  if (change !== 0) tx.send(addToCounts, [organizationId, entity, change]);
}

function hashes(rows: readonly RecordWrite[]): Buffer[] {
  return rows.map((row) => row.hash ?? contentHash(row.data));
}

const insertRows = prepared(
  `insert into entity_records (id, organization_id, entity, data, content_hash, changed_by, job_id, reason, created_at, updated_at)
   select r.id, $1, $2, r.data::jsonb, r.hash, $3, $4, $5, $6, $6
     from unnest($7::uuid[], $8::text[], $9::bytea[]) as r(id, data, hash)`,
);

/** Inserts records as version 1. Rows come in key order, so that concurrent writers cannot deadlock. */
export async function insertRecords(
  tx: Tx,
  context: WriteContext,
  rows: readonly RecordWrite[],
): Promise<void> {
  if (rows.length === 0) return;
  tx.send(insertRows, [
    context.organizationId,
    context.entity,
    JSON.stringify(context.changedBy),
    context.jobId ?? null,
    context.reason ?? null,
    context.at,
    rows.map((row) => row.id),
    textArray(rows.map((row) => JSON.stringify(row.data))),
    hashes(rows),
  ]);
  writeSearchEntries(tx, context, rows, await searchEntriesOf(context, rows));
  writeSearchDates(tx, context, rows);
  count(tx, context, rows.length);
  await emitRecordEvents(
    tx,
    context,
    "created",
    rows.map(({ id }) => ({ id, version: 1 })),
  );
}

/** Moves the present version of each record to the history. */
function keepVersions(tx: Tx, ids: readonly string[]): void {
  tx.send(
    `insert into entity_versions (record_id, version, organization_id, entity, data, content_hash, changed_by, job_id, reason, at, deleted_at)
     select id, version, organization_id, entity, data, content_hash, changed_by, job_id, reason, updated_at, deleted_at
       from entity_records where id = any($1::uuid[])`,
    [ids],
  );
}

/** A record's next version but `nth - 1`. */
interface NextVersion extends RecordWrite {
  readonly nth: number;
}

/** The same rows: those that only pass, since another follows at once, and those that stay. */
function nextVersions(rows: readonly RecordWrite[]) {
  const times = new Map<string, number>();
  const all = rows.map((row): NextVersion => {
    const nth = (times.get(row.id) ?? 0) + 1;
    times.set(row.id, nth);
    return { ...row, nth };
  });
  const stays = ({ id, nth }: NextVersion) => nth === times.get(id);
  return { all, passing: all.filter((row) => !stays(row)), staying: all.filter(stays) };
}

function versionParameters(context: WriteContext, rows: readonly NextVersion[]): unknown[] {
  return [
    rows.map((row) => row.id),
    textArray(rows.map((row) => JSON.stringify(row.data))),
    hashes(rows),
    rows.map((row) => row.nth),
    JSON.stringify(context.changedBy),
    context.jobId ?? null,
    context.reason ?? null,
    context.at,
  ];
}

/** Writes versions that only pass into the history, while the record still stands at the one before them. */
function writePassing(tx: Tx, context: WriteContext, rows: readonly NextVersion[]): void {
  if (rows.length === 0) return;
  tx.send(
    `insert into entity_versions (record_id, version, organization_id, entity, data, content_hash, changed_by, job_id, reason, at)
     select e.id, e.version + next.nth, e.organization_id, e.entity, next.data::jsonb, next.hash, $5, $6, $7, greatest($8, e.updated_at)
       from unnest($1::uuid[], $2::text[], $3::bytea[], $4::int[]) as next(id, data, hash, nth)
       join entity_records e on e.id = next.id and e.id = any($1::uuid[])`,
    versionParameters(context, rows),
  );
}

/** Writes the versions that stay; answers which those are. */
function writeStaying(tx: Tx, context: WriteContext, rows: readonly NextVersion[]) {
  return tx.query<{ id: string; version: number; nth: number; restored: boolean }>(
    `with next as (select * from unnest($1::uuid[], $2::text[], $3::bytea[], $4::int[]) as r(id, data, hash, nth)),
          before as (select id, deleted_at from entity_records where id = any($1::uuid[]))
     update entity_records e
        set data = next.data::jsonb, content_hash = next.hash, version = e.version + next.nth, tx = pg_current_xact_id(),
            changed_by = $5, job_id = $6, reason = $7, updated_at = greatest($8, e.updated_at), deleted_at = null
       from next join before on before.id = next.id
      where e.id = next.id and e.id = any($1::uuid[])
     returning e.id, e.version, next.nth, before.deleted_at is not null as restored`,
    versionParameters(context, rows),
  );
}

/**
 * Replaces records by their next version; one that was deleted comes back. A record that comes several times gets as many
 * versions, each with its event. The caller has locked the rows and knows that they still are what it compared with.
 */
export async function replaceRecords(
  tx: Tx,
  context: WriteContext,
  rows: readonly RecordWrite[],
): Promise<void> {
  if (rows.length === 0) return;
  const { all, passing, staying } = nextVersions(rows);
  const ids = staying.map((row) => row.id);
  keepVersions(tx, ids);
  writePassing(tx, context, passing);
  const replaced = await writeStaying(tx, context, staying);
  writeSearchEntries(tx, context, staying, await searchEntriesOf(context, staying));
  tx.send("delete from search_dates where record_id = any($1::uuid[])", [ids]);
  writeSearchDates(tx, context, staying);
  count(tx, context, replaced.filter((row) => row.restored).length);
  const before = new Map(replaced.map(({ id, version, nth }) => [id, version - nth]));
  await emitRecordEvents(
    tx,
    context,
    "updated",
    all.flatMap(({ id, nth }) => {
      const version = before.get(id);
      return version === undefined ? [] : [{ id, version: version + nth }];
    }),
  );
}

/** Marks records as deleted; their data stays, as one more version. Answers how many were not deleted before. */
export async function deleteRecords(tx: Tx, context: WriteContext, ids: readonly string[]): Promise<number> {
  if (ids.length === 0) return 0;
  const living = await tx.query<{ id: string }>(
    "select id from entity_records where id = any($1::uuid[]) and deleted_at is null order by id for update",
    [ids],
  );
  const gone = living.map((row) => row.id);
  keepVersions(tx, gone);
  const deleted = await tx.query<{ id: string; version: number }>(
    `update entity_records
        set version = version + 1, tx = pg_current_xact_id(), changed_by = $2, job_id = $3, reason = $4,
            updated_at = greatest($5, updated_at), deleted_at = $5
      where id = any($1::uuid[])
     returning id, version`,
    [gone, JSON.stringify(context.changedBy), context.jobId ?? null, context.reason ?? null, context.at],
  );
  count(tx, context, -gone.length);
  await emitRecordEvents(tx, context, "deleted", deleted);
  return gone.length;
}
