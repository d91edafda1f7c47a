/**
 * References between records. A vendor's reference becomes the id of our record; one whose target has not
 * arrived yet is noted as pending and completed when it does.
 */
import type { Entity, RecordReference } from "@/lib/connectors/contract";
import type { Tx } from "@/lib/platform/db";
import {
  fillReference,
  mapReferences,
  type RecordEntity,
  replaceRecords,
  type WriteContext,
} from "@/lib/records";
import type { Intake } from "../run/sync-run";
import type { MappedItem } from "./map-page";

export interface ResolvedItem {
  readonly item: MappedItem;
  /** `item.data` with the ids of the records it points at; null where the target is not here yet. */
  readonly data: Record<string, unknown>;
  /** The references of which this is so. */
  readonly pending: readonly PendingReference[];
}

interface PendingReference extends RecordReference {
  readonly field: string;
}

async function knownTargets(tx: Tx, run: Intake, items: readonly MappedItem[]): Promise<Map<string, string>> {
  const wanted = new Map<string, { entity: string; remoteId: string }>();
  for (const item of items) {
    for (const reference of Object.values(item.references)) {
      wanted.set(`${reference.entity}/${reference.remoteId}`, reference);
    }
  }
  if (wanted.size === 0) return new Map();
  const targets = [...wanted.values()];
  const rows = await tx.query<{ entity: string; remote_id: string; record_id: string }>(
    `select w.entity, w.remote_id, l.record_id
       from unnest($2::text[], $3::text[]) as w(entity, remote_id)
      cross join lateral (
         select record_id from sync_links
          where integration_id = $1 and entity = w.entity and remote_id = w.remote_id limit 1
       ) l`,
    [run.integrationId, targets.map((target) => target.entity), targets.map((target) => target.remoteId)],
  );
  return new Map(rows.map((row) => [`${row.entity}/${row.remote_id}`, row.record_id]));
}

/** Fills in the ids of the records that items point at. */
export async function resolveReferences(
  tx: Tx,
  run: Intake,
  items: readonly MappedItem[],
): Promise<Map<MappedItem, ResolvedItem>> {
  const targets = await knownTargets(tx, run, items);
  const resolved = new Map<MappedItem, ResolvedItem>();
  const targetOf = ({ entity, remoteId }: RecordReference) => targets.get(`${entity}/${remoteId}`);
  for (const item of items) {
    const data = mapReferences(item.entity, item.data, (_target, _id, path) => {
      const reference = item.references[path];
      return (reference && targetOf(reference)) ?? null;
    });
    const pending = Object.entries(item.references)
      .filter(([, reference]) => !targetOf(reference))
      .map(([field, reference]) => ({ field, ...reference }));
    resolved.set(item, { item, data, pending });
  }
  return resolved;
}

/** A record with what it points at that is not here yet. */
export interface Pointing {
  readonly id: string;
  readonly pending: readonly PendingReference[];
}

/** Notes what records point at that is not here yet. */
export async function notePending(tx: Tx, run: Intake, records: readonly Pointing[]): Promise<void> {
  const rows = records.flatMap(({ id, pending }) => pending.map((reference) => ({ id, ...reference })));
  if (rows.length === 0) return;
  await tx.execute(
    `insert into pending_references (integration_id, organization_id, entity, remote_id, record_id, field)
     select $1, $2, p.* from unnest($3::text[], $4::text[], $5::uuid[], $6::text[]) as p on conflict do nothing`,
    [
      run.integrationId,
      run.organizationId,
      rows.map((row) => row.entity),
      rows.map((row) => row.remoteId),
      rows.map((row) => row.id),
      rows.map((row) => row.field),
    ],
  );
}

/** Notes anew what changed records point at: what their resources pointed at before is of no interest any more. */
export async function replacePending(tx: Tx, run: Intake, records: readonly Pointing[]): Promise<void> {
  if (records.length === 0) return;
  await tx.execute("delete from pending_references where record_id = any($1::uuid[])", [
    records.map((record) => record.id),
  ]);
  await notePending(tx, run, records);
}

/** A field of a waiting record, and the id that completes it. */
interface Completion {
  id: string;
  entity: RecordEntity;
  field: string;
  target: string;
}

const completionBatch = 500;

/** The next fields that wait for one of `arrived`; seldom any. They wait no longer. */
async function takeWaiting(
  tx: Tx,
  run: Intake,
  entity: Entity,
  arrived: readonly Arrival[],
): Promise<readonly Completion[]> {
  return tx.query<Completion>(
    `with waiting as (
       select p.* from pending_references p
        where p.integration_id = $1 and p.entity = $2 and p.remote_id = any($3::text[])
        limit ${completionBatch}
     ), taken as (
       delete from pending_references p using waiting w
        where p.integration_id = $1 and p.entity = $2 and p.remote_id = w.remote_id and p.record_id = w.record_id
          and p.field = w.field
     )
     select w.record_id as id, r.entity, w.field, ($4::uuid[])[array_position($3::text[], w.remote_id)] as target
       from waiting w join entity_records r on r.id = w.record_id`,
    [run.integrationId, entity, arrived.map((row) => row.remoteId), arrived.map((row) => row.recordId)],
  );
}

interface WaitingRecord {
  id: string;
  data: Record<string, unknown>;
  agreed_link: string | null;
}

/**
 * Writes completed records of one entity. The completed version is the agreed one where the record was as agreed
 * before: the vendor's resource said so all along.
 */
async function complete(
  tx: Tx,
  run: Intake,
  entity: RecordEntity,
  context: WriteContext,
  completions: readonly Completion[],
): Promise<void> {
  const rows = await tx.query<WaitingRecord>(
    `select r.id, r.data,
            (select l.id from sync_links l
              where l.record_id = r.id and l.integration_id = $2 and l.local_base = r.version limit 1) as agreed_link
       from entity_records r where r.id = any($1::uuid[]) order by r.id for update of r`,
    [completions.map((row) => row.id), run.integrationId],
  );
  const fields = Map.groupBy(completions, (row) => row.id);
  const writes = rows.map(({ id, data }) => ({
    id,
    data: (fields.get(id) ?? []).reduce(
      (filled, { field, target }) => fillReference(entity, filled, field, target),
      data,
    ),
  }));
  await replaceRecords(tx, context, writes);
  await tx.execute("update sync_links set local_base = local_base + 1 where id = any($1::uuid[])", [
    rows.flatMap((row) => row.agreed_link ?? []),
  ]);
}

/** A vendor's record that now stands as one of ours. */
export interface Arrival {
  readonly remoteId: string;
  readonly recordId: string;
}

/** Completes what waited for `arrived` records of `entity`, in batches, within the page's transaction. */
export async function completeReferences(
  tx: Tx,
  run: Intake,
  entity: Entity,
  arrived: readonly Arrival[],
  context: (entity: Entity) => WriteContext,
): Promise<void> {
  for (;;) {
    const waiting = await takeWaiting(tx, run, entity, arrived);
    for (const [dependent, completions] of Map.groupBy(waiting, (row) => row.entity)) {
      await complete(tx, run, dependent, context(dependent), completions);
    }
    if (waiting.length < completionBatch) break;
  }
}
