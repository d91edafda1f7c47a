/** Writes what moved at the vendor: next versions, merges, conflicts, and the links that agree anew. */
import {
  closeAgreed,
  compareThreeWay,
  compareUnrelated,
  neverAgreed,
  type OpenConflict,
  openConflicts,
  respectDifferences,
} from "@/lib/conflicts";
import type { Entity } from "@/lib/connectors/contract";
import { contentHash, lastUpdatedOf } from "@/lib/fhir";
import type { Tx } from "@/lib/platform/db";
import { derivedFields, replaceRecords, withDerivedFields } from "@/lib/records";
import { noCounts, type SyncRun, writeContext } from "../run/sync-run";
import type { Counts } from "../schema";
import type { Classified } from "./classify";
import { type AgreedLink, keepRaw, sealRaw, updateLinks } from "./links";
import type { MappedItem } from "./map-page";
import { type Pointing, type ResolvedItem, replacePending } from "./references";

export type Moved = Extract<Classified<MappedItem>, { outcome: "moved" }>;

interface LockedRow {
  id: string;
  version: number;
  content_hash: Buffer;
  deleted: boolean;
  data: Record<string, unknown> | null;
  base: Record<string, unknown> | null;
}

/**
 * Locks the local records in key order; those that moved, or that differ from the vendor's by agreement, bring their
 * data and the version last agreed on.
 */
async function lockLocal(tx: Tx, moved: readonly Moved[]): Promise<Map<string, LockedRow>> {
  const rows = await tx.query<LockedRow>(
    `select r.id, r.version, r.content_hash, r.deleted_at is not null as deleted,
            case when r.version <> b.version or r.id = any($3::uuid[]) then r.data end as data,
            case when r.version <> b.version then
              (select v.data from entity_versions v where v.record_id = r.id and v.version = b.version)
                 when r.id = any($3::uuid[]) then r.data end as base
       from entity_records r
      cross join lateral (select ($2::int[])[array_position($1::uuid[], r.id)] as version) b
      where r.id = any($1::uuid[])
      order by r.id
        for update of r`,
    [
      moved.map((row) => row.recordId),
      moved.map((row) => row.localBase),
      moved.filter((row) => row.ignored).map((row) => row.recordId),
    ],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

interface Plan {
  readonly counts: Counts;
  /** The vendor's data as the next version. */
  readonly takeRemote: { id: string; data: Record<string, unknown> }[];
  /** Local changes put back on top of it, as the version after. */
  readonly reapplyLocal: { id: string; data: Record<string, unknown> }[];
  readonly agreed: AgreedLink[];
  /** What the records of the agreed links point at. */
  readonly pointing: Pointing[];
  readonly conflicts: OpenConflict[];
  /** The rows of the conflicts. */
  readonly contested: Moved[];
}

function conflictOf(
  row: Moved,
  local: LockedRow,
  remote: Readonly<Record<string, unknown>>,
  paths: readonly string[],
): OpenConflict {
  return {
    linkId: row.linkId,
    recordId: row.recordId,
    kind: local.deleted ? "DELETED_LOCALLY" : "FIELD",
    paths,
    baseVersion: row.localBase,
    localVersion: local.version,
    remote,
    remoteHash: row.item.remoteHash,
    remoteChangedAt: lastUpdatedOf(row.item.text),
  };
}

function planMoved(entity: Entity, row: Moved, local: LockedRow, resolved: ResolvedItem, plan: Plan): void {
  const { pending } = resolved;
  const { remote: data, ignored } = respectDifferences(resolved.data, local.base ?? {}, row.ignored);
  const agree = (localBase: number) => {
    plan.agreed.push({ linkId: row.linkId, item: row.item, localBase, state: "linked", ignored });
    plan.pointing.push({ id: row.recordId, pending });
  };
  const isLinked = row.state === "linked" || row.state === "out_of_scope";
  const isUnrelated = row.localBase === neverAgreed;
  const localMoved = local.version !== row.localBase && isLinked;
  const isAlike = !local.deleted && contentHash(data).equals(local.content_hash);
  if (isAlike && (!localMoved || isUnrelated)) {
    plan.counts.unchanged += 1;
    agree(local.version);
    return;
  }
  if (!localMoved) {
    plan.counts.changed += 1;
    plan.takeRemote.push({ id: row.recordId, data });
    agree(local.version + 1);
    return;
  }
  if (row.isSameResource && (local.deleted || contentHash(data).equals(contentHash(local.base ?? {})))) {
    // The vendor said nothing new, and its mapping reads nothing else: our own change stands as it is.
    plan.counts.unchanged += 1;
    agree(row.localBase);
    return;
  }
  const { contested, merged } = isUnrelated
    ? compareUnrelated(entity, local.data ?? {}, data)
    : compareThreeWay(local.base ?? {}, local.data ?? {}, data, derivedFields(entity));
  if (local.deleted || contested.length > 0) {
    plan.counts.conflicted += 1;
    plan.conflicts.push(conflictOf(row, local, data, contested));
    plan.contested.push(row);
    return;
  }
  plan.counts.changed += 1;
  plan.takeRemote.push({ id: row.recordId, data });
  plan.reapplyLocal.push({ id: row.recordId, data: withDerivedFields(row.item.entity, merged) });
  agree(local.version + 1);
}

/** Commits items whose resource is not the one last agreed on and answers their outcomes. */
export async function commitMoved(
  tx: Tx,
  run: SyncRun,
  entity: Entity,
  moved: readonly Moved[],
  resolved: ReadonlyMap<MappedItem, ResolvedItem>,
): Promise<Counts> {
  const locals = await lockLocal(tx, moved);
  const plan: Plan = {
    counts: noCounts(),
    takeRemote: [],
    reapplyLocal: [],
    agreed: [],
    pointing: [],
    conflicts: [],
    contested: [],
  };
  for (const row of [...moved].sort((a, b) => (a.recordId < b.recordId ? -1 : 1))) {
    const local = locals.get(row.recordId);
    const remote = resolved.get(row.item);
    if (local && remote) planMoved(entity, row, local, remote, plan);
  }
  const context = writeContext(run, entity);
  await replaceRecords(tx, context, plan.takeRemote);
  await replacePending(tx, run, plan.pointing);
  await replaceRecords(tx, { ...context, reason: "local changes kept" }, plan.reapplyLocal);
  await updateLinks(tx, run, plan.agreed);
  if (!run.remaps) await keepRaw(tx, run, await sealRaw(run, [...plan.agreed, ...plan.contested]));
  const settled = await openConflicts(tx, { ...run, entity, rules: run.rulesFor(entity) }, plan.conflicts);
  await closeAgreed(
    tx,
    run.changedBy,
    plan.agreed.map((link) => link.linkId),
  );
  const { changed, conflicted } = plan.counts;
  return { ...plan.counts, changed: changed + settled.size, conflicted: conflicted - settled.size };
}
