/** What messages tell, and what became of each of them, in one transaction. */
import type { Entity } from "@/lib/connectors/contract";
import {
  answerToProcessed,
  keysOf,
  queueAnswers,
  settleReplayed,
  spanOf,
  tellScreens,
  written,
} from "@/lib/messages";
import type { MessageError, TimelineEntry, TouchedRecord } from "@/lib/messages/schema";
import { broadcastAll } from "@/lib/platform/broadcast";
import { now } from "@/lib/platform/clock";
import { openVault, type Vault } from "@/lib/platform/crypto";
import { type Tx, withOrganization } from "@/lib/platform/db";
import { nudge } from "@/lib/queue";
import { recordChannel, recordEntities, recordNews } from "@/lib/records";
import { commitEntity } from "../commit/commit-entity";
import { commitLater } from "../commit/commit-later";
import { commitDeleted } from "../commit/deletions";
import type { MappedItem, Mappings } from "../commit/map-page";
import { dependencyOrder } from "../entities";
import { addToRollup } from "../run/page-outcome";
import { addCounts, type Intake, noCounts, type RecordError } from "../run/sync-run";
import type { Counts } from "../schema";
import type { ReadMessage } from "./convert";
import { distinct, type Key, nameOf, renamingsOf, toldBy } from "./lay-over";
import { rename, unite } from "./merge";
import type { Turn } from "./turns";

export interface Processed {
  readonly turns: readonly Turn[];
  readonly mappings: Mappings;
  readonly isOn: (entity: Entity) => boolean;
  /** Whether the sender has an address for the application's answers. */
  readonly takesAnswers: boolean;
  /** Whether the sender cannot be asked: then its newest message says when its data last came. */
  readonly isUnasked: boolean;
}

/** The items of an entity over all turns: those that are the first of their record, and the others. */
function itemsOf(turns: readonly Turn[], entity: Entity) {
  const items = turns.flatMap(({ page }) => page.items.filter((item) => item.entity === entity));
  const firsts = new Map<string, MappedItem>();
  for (const item of items) if (!firsts.has(item.remoteId)) firsts.set(item.remoteId, item);
  return {
    first: [...firsts.values()],
    later: items.filter((item) => firsts.get(item.remoteId) !== item),
  };
}

async function commitRecords(
  tx: Tx,
  run: Intake,
  messages: readonly ReadMessage[],
  { turns, isOn }: Processed,
): Promise<Counts> {
  const renamings = messages.flatMap((message) => renamingsOf(message, isOn));
  const deleted = turns.flatMap((turn) => turn.deleted);
  await rename(tx, run, renamings);
  let counts = noCounts();
  for (const entity of dependencyOrder) {
    const { first, later } = itemsOf(turns, entity);
    counts = addCounts(counts, await commitEntity(tx, run, entity, first));
    counts = addCounts(counts, await commitLater(tx, run, entity, later));
    const gone = deleted.filter((key) => key.entity === entity).map(({ remoteId }) => remoteId);
    counts = addCounts(counts, { ...noCounts(), ...(await commitDeleted(tx, run, entity, gone)) });
  }
  await unite(tx, run, renamings);
  return { ...counts, failed: turns.flatMap(({ page }) => page.errors).length };
}

/** The records that the sender's things stand for here, by name. */
async function recordsOf(
  tx: Tx,
  { integrationId }: Intake,
  keys: readonly Key[],
): Promise<ReadonlyMap<string, TouchedRecord>> {
  const rows = await tx.query<{ entity: Entity; remote_id: string; record_id: string }>(
    `select w.entity, w.remote_id, l.record_id
       from unnest($2::text[], $3::text[]) as w(entity, remote_id)
      cross join lateral (select record_id from sync_links
         where integration_id = $1 and entity = w.entity and remote_id = w.remote_id limit 1) l`,
    [integrationId, keys.map(({ entity }) => entity), keys.map(({ remoteId }) => remoteId)],
  );
  return new Map(
    rows.map(({ entity, remote_id: remoteId, record_id: recordId }) => [
      nameOf({ entity, remoteId }),
      { entity, recordId },
    ]),
  );
}

function errorOfRecord({ entity, code, title, detail }: RecordError): MessageError {
  return { code, title: `${title} (${entity})`, detail: detail ?? null, path: null };
}

interface End {
  readonly id: string;
  readonly attempts: number;
  readonly isReplay: boolean;
  readonly processing: "PROCESSED" | "FAILED";
  readonly errors: readonly MessageError[];
  readonly records: readonly TouchedRecord[];
}

/** How each message of a turn ended. What FHIR could not take as it stands is told, and no failure. */
function endsOf(
  { messages, page }: Turn,
  isOn: Processed["isOn"],
  records: ReadonlyMap<string, TouchedRecord>,
): End[] {
  const errors = Map.groupBy(page.errors, ({ entity, remoteId = "" }) => nameOf({ entity, remoteId }));
  return messages.map((read): End => {
    const names = toldBy(read, isOn).map(nameOf);
    const failures = [...read.errors, ...names.flatMap((name) => errors.get(name) ?? []).map(errorOfRecord)];
    const oddities = (read.converted?.problems ?? []).map(({ path, message }): MessageError => {
      return { code: "value_not_taken", title: "A value is not taken as it stands", detail: message, path };
    });
    return {
      id: read.message.id,
      attempts: read.message.attempts + 1,
      isReplay: read.message.replayOf !== null,
      processing: failures.length > 0 ? "FAILED" : "PROCESSED",
      errors: [...failures, ...oddities],
      records: names.flatMap((name) => records.get(name) ?? []),
    };
  });
}

const counted = (count: number) => (count === 1 ? "1 record" : `${count} records`);

function entryOf({ processing, errors, records }: End, at: Date): TimelineEntry {
  const detail =
    processing === "FAILED"
      ? (errors[0]?.title ?? null)
      : records.length > 0
        ? `It tells of ${counted(records.length)}.`
        : "It tells of nothing that is kept as a record.";
  return { at: at.toISOString(), event: processing === "FAILED" ? "failed" : "processed", detail };
}

function replaysThatWentWell(ends: readonly End[]): string[] {
  return ends.flatMap(({ id, isReplay, processing }) => (isReplay && processing === "PROCESSED" ? [id] : []));
}

async function writeEnds(
  tx: Tx,
  vault: Vault,
  mappings: Mappings,
  ends: readonly End[],
  replies: ReadonlyMap<string, TimelineEntry>,
): Promise<void> {
  const at = now();
  const versions = Object.fromEntries([...mappings].map(([entity, { version }]) => [entity, version]));
  const ids = ends.map(({ id }) => id);
  const rows = ends.map((end) => ({
    id: end.id,
    attempts: end.attempts,
    processing: end.processing,
    errors: end.errors,
    records: end.records,
    timeline: [entryOf(end, at), replies.get(end.id) ?? []].flat(),
    // Once we know the patient a message is found by our own id too.
    keys: keysOf(
      vault,
      end.records
        .filter(({ entity }) => entity === "patients")
        .map(({ recordId }) => ({ parameter: "patient", value: recordId })),
    ),
  }));
  await tx.execute(
    `update messages m
        set processing = e.processing, errors = e.errors, records = e.records, timeline = m.timeline || e.timeline,
            keys = m.keys || e.keys, attempts = e.attempts, next_attempt_at = null, mapped_by = $2::jsonb
       from jsonb_to_recordset($1::jsonb)
         as e(id uuid, attempts int, processing text, errors jsonb, records jsonb, timeline jsonb, keys bigint[])
      where m.id = e.id and m.id = any($3::uuid[]) and m.id between $4 and $5`,
    [JSON.stringify(rows), JSON.stringify(versions), ids, ...spanOf(ids)],
  );
}

/** The application's answers to messages whose senders have asked for them beside the commit. */
function answersTo(messages: readonly ReadMessage[], ends: readonly End[]) {
  const endOf = new Map(ends.map((end) => [end.id, end]));
  return messages.flatMap(({ message, source }) => {
    const end = endOf.get(message.id);
    if (message.ackCode !== "CA" || !source || !end) return [];
    const verdict = answerToProcessed(source.parsed, now(), end.processing === "PROCESSED", end.errors);
    if (!verdict) return [];
    return { messageId: message.id, code: verdict.code, body: written(verdict.answer, source.encoding) };
  });
}

/** When data of the sender last came. A replay is ours, and no news of it. */
async function noteNews(tx: Tx, { integrationId }: Intake, messages: readonly ReadMessage[]): Promise<void> {
  const ids = messages.map(({ message }) => message.id);
  await tx.execute(
    `update integrations i set last_sync_at = news.at
       from (select max(received_at) as at from messages
              where id = any($2::uuid[]) and id between $3 and $4 and replay_of is null) news
      where i.id = $1 and news.at > coalesce(i.last_sync_at, '-infinity')`,
    [integrationId, ids, ...spanOf(ids)],
  );
}

interface WrittenRow {
  id: string;
  entity: string;
  version: number;
  deleted: boolean;
}

/** What this transaction wrote, for open screens. */
function writtenBy(tx: Tx): Promise<WrittenRow[]> {
  return tx.query<WrittenRow>(
    `select r.id, r.entity, r.version, r.deleted_at is not null as deleted from entity_records r
      where r.entity = any($1::text[]) and r.tx = pg_current_xact_id()`,
    [recordEntities],
  );
}

function tell(organizationId: string, written: readonly WrittenRow[]): void {
  for (const [entity, rows] of Map.groupBy(written, (row) => row.entity)) {
    broadcastAll({ organizationId, channel: recordChannel(entity), messages: rows.map(recordNews) });
  }
}

/** Commits what messages tell. Throws what the database throws; nothing is written then. */
export async function commitMessages(
  run: Intake,
  processed: Processed,
  fence: (tx: Tx) => Promise<void>,
): Promise<void> {
  const { turns, mappings, isOn } = processed;
  const messages = turns.flatMap((turn) => turn.messages);
  const keys = distinct(messages.flatMap((message) => toldBy(message, isOn)));
  const vault = await openVault(run.organizationId, "messages");
  const changed = await withOrganization(
    run,
    async (tx) => {
      const counts = await commitRecords(tx, run, messages, processed);
      const records = await recordsOf(tx, run, keys);
      const ends = turns.flatMap((turn) => endsOf(turn, isOn, records));
      const answers = processed.takesAnswers ? answersTo(messages, ends) : [];
      const replies = await queueAnswers(tx, vault, run, answers);
      await writeEnds(tx, vault, mappings, ends, replies);
      await settleReplayed(tx, replaysThatWentWell(ends));
      await addToRollup(tx, run, counts);
      if (processed.isUnasked) await noteNews(tx, run, messages);
      const rows = await writtenBy(tx);
      await fence(tx);
      return rows;
    },
    { retries: 3, byKeyOnly: true },
  );
  if (processed.takesAnswers) nudge();
  tell(run.organizationId, changed);
  tellScreens(run.organizationId);
}
