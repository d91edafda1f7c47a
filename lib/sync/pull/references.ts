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
    `select l.entity, l.remote_id, l.record_id
       from unnest($2::text[], $3::text[]) as w(entity, remote_id)
       join sync_links l on l.integration_id = $1 and l.entity = w.entity and l.remote_id = w.remote_id`,
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
  data: Record<string, unknown>;
  version: number;
  local_base: number;
  link_id: string;
}

const completionBatch = 500;

/**
 * Completes records of `entity` that waited for records which have just arrived. The completed version is
 * the agreed one: the vendor's resource said so all along.
 */
async function completeBatch(
  tx: Tx,
  run: PullRun,
  context: WriteContext,
  recordIdByValue: ReadonlyMap<string, { field: string; recordId: string }>,
): Promise<number> {
  const rows = await tx.query<WaitingRow>(
    `select r.id, t.value, r.data, r.version, l.local_base, l.id as link_id
       from search_tokens t
       join entity_records r on r.id = t.record_id
       join sync_links l on l.record_id = r.id and l.integration_id = $4
      where t.organization_id = $1 and t.entity = $2 and t.parameter = '${pendingParameter}' and t.value = any($3::text[])
      order by r.id
      limit ${completionBatch}
        for update of r`,
    [run.organizationId, context.entity, [...recordIdByValue.keys()], run.integrationId],
  );
  const writes = rows.flatMap((row) => {
    const target = recordIdByValue.get(row.value);
    return target ? [{ id: row.id, data: { ...row.data, [target.field]: target.recordId } }] : [];
  });
  await replaceRecords(tx, context, writes);
  const agreed = rows.filter((row) => row.version === row.local_base);
  await tx.execute(
    "update sync_links l set local_base = l.local_base + 1 from unnest($1::uuid[]) as u(id) where l.id = u.id",
    [agreed.map((row) => row.link_id)],
  );
  return rows.length;
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
    if (byValue.size === 0) continue;
    while ((await completeBatch(tx, run, context(dependent.entity), byValue)) === completionBatch);
  }
}
