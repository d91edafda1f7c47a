/** Writes what moved at the vendor: next versions, merges, conflicts, and the links that agree anew. */
import { closeAgreed, openConflicts } from "@/lib/conflicts";
import type { Entity } from "@/lib/connectors/contract";
import type { Tx } from "@/lib/platform/db";
import { replaceRecords } from "@/lib/records";
import { type Intake, writeContext } from "../run/sync-run";
import type { Counts } from "../schema";
import { findFlips } from "./flips";
import { keepRaw, sealRaw, updateLinks } from "./links";
import type { MappedItem } from "./map-page";
import { emptyPlan, type LocalRow, type Moved, type Plan, planMoved } from "./plan-moved";
import { type ResolvedItem, replacePending } from "./references";

/**
 * Locks the local records in key order; those that moved, or that differ from the vendor's by agreement, bring their
 * data and the version last agreed on.
 */
async function lockLocal(tx: Tx, moved: readonly Moved[]): Promise<Map<string, LocalRow>> {
  const rows = await tx.query<LocalRow & { id: string }>(
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

type Resolved = ReadonlyMap<MappedItem, ResolvedItem>;

async function planPage(
  tx: Tx,
  run: Intake,
  entity: Entity,
  moved: readonly Moved[],
  resolved: Resolved,
): Promise<Plan> {
  const locals = await lockLocal(tx, moved);
  const incoming = moved.flatMap(({ item, recordId, isSameResource }) => {
    const remote = resolved.get(item);
    return remote && !isSameResource ? { recordId, data: remote.data } : [];
  });
  const flips = await findFlips(tx, run, entity, incoming);
  const plan = emptyPlan();
  for (const row of moved.toSorted((a, b) => (a.recordId < b.recordId ? -1 : 1))) {
    const local = locals.get(row.recordId);
    const remote = resolved.get(row.item);
    if (!local || !remote) continue;
    const differing = Object.keys(row.ignored ?? {});
    const contested = (flips.get(row.recordId) ?? []).filter((path) => !differing.includes(path));
    planMoved(entity, { row, local, resolved: remote, flips: contested }, plan);
  }
  return plan;
}

/** Commits items whose resource is not the one last agreed on and answers their outcomes. */
export async function commitMoved(
  tx: Tx,
  run: Intake,
  entity: Entity,
  moved: readonly Moved[],
  resolved: Resolved,
): Promise<Counts> {
  return writePlan(tx, run, entity, await planPage(tx, run, entity, moved, resolved));
}

/** Where a record came several times, what counts is the last. */
function lastOf<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Row[] {
  return [...new Map(rows.map((row) => [keyOf(row), row])).values()];
}

/** Writes what a plan came to and answers its outcomes. */
export async function writePlan(tx: Tx, run: Intake, entity: Entity, plan: Plan): Promise<Counts> {
  const context = writeContext(run, entity);
  const agreed = lastOf(plan.agreed, ({ linkId }) => linkId);
  await replaceRecords(tx, context, plan.takeRemote);
  await replacePending(
    tx,
    run,
    lastOf(plan.pointing, ({ id }) => id),
  );
  await replaceRecords(tx, { ...context, reason: "local changes kept" }, plan.reapplyLocal);
  await updateLinks(tx, run, agreed);
  if (!run.remaps) await keepRaw(tx, run, await sealRaw(run, [...agreed, ...plan.contested]));
  const settled = await openConflicts(tx, { ...run, entity, rules: run.rulesFor(entity) }, plan.conflicts);
  await closeAgreed(
    tx,
    run.changedBy,
    agreed.map((link) => link.linkId),
  );
  const { changed, conflicted } = plan.counts;
  return { ...plan.counts, changed: changed + settled.size, conflicted: conflicted - settled.size };
}
