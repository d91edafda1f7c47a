/**
 * References between records. A vendor's reference becomes the id of our record; one whose target has not
 * arrived yet is kept as a search token and completed when it does.
 */
import type { Entity } from "@/lib/connectors/contract";
import type { Tx } from "@/lib/platform/db";
import { replaceRecords, type WriteContext } from "@/lib/records";
import type { MappedItem } from "./map-page";
import type { PullRun } from "./run";

const pendingParameter = "pending-reference";

function pendingValue(run: PullRun, field: string, entity: string, remoteId: string): string {
  return `${run.integrationId} ${field} ${entity} ${remoteId}`;
}

export interface ResolvedItem {
  readonly item: MappedItem;
  /** `item.data` with the ids of the records it points at; null where the target is not here yet. */
  readonly data: Record<string, unknown>;
  readonly extraTokens: readonly { parameter: string; value: string }[];
}

async function knownTargets(
  tx: Tx,
  run: PullRun,
  items: readonly MappedItem[],
): Promise<Map<string, string>> {
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
  run: PullRun,
  items: readonly MappedItem[],
): Promise<Map<MappedItem, ResolvedItem>> {
  const targets = await knownTargets(tx, run, items);
  const resolved = new Map<MappedItem, ResolvedItem>();
  for (const item of items) {
    const data: Record<string, unknown> = { ...item.data };
    const extraTokens: { parameter: string; value: string }[] = [];
    for (const [field, reference] of Object.entries(item.references)) {
      const recordId = targets.get(`${reference.entity}/${reference.remoteId}`);
      data[field] = recordId ?? null;
      if (!recordId) {
        const value = pendingValue(run, field, reference.entity, reference.remoteId);
        extraTokens.push({ parameter: pendingParameter, value });
      }
    }
    resolved.set(item, { item, data, extraTokens });
  }
  return resolved;
}

interface WaitingRow {
  id: string;
  value: string;
}

const completionBatch = 500;

/** Records of `entity` that wait for one of `values`; seldom any. */
async function waitingFor(
  tx: Tx,
  context: WriteContext,
  values: readonly string[],
): Promise<readonly WaitingRow[]> {
  return tx.query<WaitingRow>(
    `select t.record_id as id, w.value
       from unnest($3::text[]) as w(value)
      cross join lateral (
         select record_id from search_tokens
          where organization_id = $1 and entity = $2 and parameter = '${pendingParameter}' and value = w.value
          limit ${completionBatch}
       ) t
      limit ${completionBatch}`,
    [context.organizationId, context.entity, values],
  );
}

interface WaitingRecord {
  id: string;
  data: Record<string, unknown>;
  agreed_link: string | null;
}

/**
 * Completes a batch. The completed version is the agreed one where the record was as agreed before: the
 * vendor's resource said so all along.
 */
async function complete(
  tx: Tx,
  run: PullRun,
  context: WriteContext,
  waiting: readonly WaitingRow[],
  recordIdByValue: ReadonlyMap<string, { field: string; recordId: string }>,
): Promise<void> {
  const rows = await tx.query<WaitingRecord>(
    `select r.id, r.data,
            (select l.id from sync_links l
              where l.record_id = r.id and l.integration_id = $2 and l.local_base = r.version limit 1) as agreed_link
       from entity_records r where r.id = any($1::uuid[]) order by r.id for update of r`,
    [waiting.map((row) => row.id), run.integrationId],
  );
  const valueById = new Map(waiting.map((row) => [row.id, row.value]));
  const writes = rows.flatMap((row) => {
    const target = recordIdByValue.get(valueById.get(row.id) ?? "");
    return target ? [{ id: row.id, data: { ...row.data, [target.field]: target.recordId } }] : [];
  });
  await replaceRecords(tx, context, writes);
  await tx.execute("update sync_links set local_base = local_base + 1 where id = any($1::uuid[])", [
    rows.flatMap((row) => row.agreed_link ?? []),
  ]);
}

/** Completes what waited for `arrived` records of `entity`, in batches, within the page's transaction. */
export async function completeReferences(
  tx: Tx,
  run: PullRun,
  entity: Entity,
  arrived: readonly { readonly remoteId: string; readonly recordId: string }[],
  context: (entity: Entity) => WriteContext,
  dependents: readonly { readonly entity: Entity; readonly field: string }[],
): Promise<void> {
  for (const dependent of dependents) {
    const byValue = new Map(
      arrived.map(({ remoteId, recordId }) => [
        pendingValue(run, dependent.field, entity, remoteId),
        { field: dependent.field, recordId },
      ]),
    );
    for (;;) {
      const waiting = await waitingFor(tx, context(dependent.entity), [...byValue.keys()]);
      if (waiting.length > 0) await complete(tx, run, context(dependent.entity), waiting, byValue);
      if (waiting.length < completionBatch) break;
    }
  }
}
