/** Deletes what the vendor says is gone, after asking a person when it is more than a set share. */
import type { Entity } from "@/lib/connectors/contract";
import { type Tx, withOrganization } from "@/lib/platform/db";
import { commitDeleted, heldElsewhere } from "../commit/deletions";
import { mapPage } from "../commit/map-page";
import { advanceCheckpoint } from "../run/checkpoint";
import { countPage } from "../run/page-outcome";
import { noCounts } from "../run/sync-run";
import type { PlannedDeletion } from "../schema";
import type { PhaseEnd, Slice } from "../slice";
import { tell } from "../story";
import { reread } from "./reread";

/** A run that would delete more than this share of an entity's linked records asks first. */
const allowedShare = 0.05;
/** So few are deleted without asking, whatever their share. */
const allowedCount = 10;
const batch = 100;

interface Verdict {
  readonly linkId: string;
  readonly entity: Entity;
  readonly remoteId: string;
  readonly verdict: PlannedDeletion["verdict"];
}

interface Plan {
  readonly deletions: number;
  /** Of an entity's linked records, where it is largest. */
  readonly share: number;
}

/** What a person has to be asked about; undefined when it is so little that nobody is. */
async function planned(tx: Tx, { run }: Slice): Promise<Plan | undefined> {
  const gone = await tx.query<{ entity: string; count: number }>(
    `select l.entity, count(*)::int as count from sync_seen s join sync_links l on l.id = s.link_id
      where s.job_id = $1 and s.verdict is not null and s.outcome is null and l.state = 'linked'
      group by l.entity`,
    [run.jobId],
  );
  const deletions = gone.reduce((sum, { count }) => sum + count, 0);
  if (deletions <= allowedCount) return undefined;
  const linked = await tx.query<{ entity: string; count: number }>(
    "select entity, linked::int as count from link_counts where integration_id = $1",
    [run.integrationId],
  );
  const linkedOf = new Map(linked.map(({ entity, count }) => [entity, count]));
  const share = Math.max(0, ...gone.map(({ entity, count }) => count / (linkedOf.get(entity) ?? count)));
  return share > allowedShare ? { deletions, share } : undefined;
}

/** The next verdicts that nothing came of yet, of those links that meet the condition. */
function nextVerdicts(slice: Slice, condition = "true"): Promise<Verdict[]> {
  return withOrganization(slice.run, (tx) =>
    tx.query<Verdict>(
      `select s.link_id as "linkId", l.entity, l.remote_id as "remoteId", s.verdict
         from sync_seen s join sync_links l on l.id = s.link_id
        where s.job_id = $1 and s.verdict is not null and s.outcome is null and ${condition}
        order by s.link_id limit ${batch}`,
      [slice.run.jobId],
    ),
  );
}

/**
 * The verdicts that the vendor still stands by: days may have passed until a person agreed. What it has again is taken
 * in; what it does not answer about is kept.
 */
async function confirm(slice: Slice, verdicts: readonly Verdict[]): Promise<readonly Verdict[]> {
  const answers = await reread(slice.connector, slice.context, verdicts);
  const survivors = answers.merged.map((merge) => merge.into);
  const { items } = await mapPage(slice.connector, [...answers.found, ...survivors], slice.mappings);
  if (items.length > 0) await slice.takeIn({ items, deleted: [] });
  const returned = new Set(answers.found.map(({ entity, remoteId }) => `${entity}/${remoteId}`));
  const isReturned = ({ entity, remoteId }: Verdict) => returned.has(`${entity}/${remoteId}`);
  await withOrganization(slice.run, (tx) => settle(tx, slice, verdicts.filter(isReturned), "returned"));
  const gone = [
    ...answers.deleted.map((answer) => ({ ...answer, verdict: "deleted" as const })),
    ...answers.merged.map((answer) => ({ ...answer, verdict: "merged" as const })),
  ];
  return gone.flatMap(({ entity, remoteId, verdict }) => {
    const found = verdicts.find((each) => each.entity === entity && each.remoteId === remoteId);
    return found ? [{ ...found, verdict }] : [];
  });
}

/** Notes what came of verdicts. One that was carried out deleted its record, opened a conflict about it, or ended its link. */
async function settle(
  tx: Tx,
  slice: Slice,
  verdicts: readonly Verdict[],
  outcome: "carried_out" | "kept" | "returned",
): Promise<void> {
  await tx.execute(
    `update sync_seen s
        set outcome = case when $3 <> 'carried_out' then $3
                           when l.state not in ('deleted', 'merged') then 'conflicted'
                           when r.deleted_at is null then 'kept' else 'deleted' end
       from sync_links l join entity_records r on r.id = l.record_id
      where l.id = s.link_id and s.job_id = $1 and s.link_id = any($2::uuid[]) and s.outcome is null`,
    [slice.run.jobId, verdicts.map(({ linkId }) => linkId), outcome],
  );
}

/** Carries verdicts out in one transaction, and keeps the records of `others`. */
async function carryOut(
  slice: Slice,
  verdicts: readonly Verdict[],
  others: readonly Verdict[],
): Promise<void> {
  await withOrganization(slice.run, async (tx) => {
    const { checkpoint, run } = slice;
    slice.checkpoint = await advanceCheckpoint(tx, run.jobId, checkpoint, checkpoint.cursor);
    for (const [entity, ofEntity] of Map.groupBy(verdicts, (row) => row.entity)) {
      for (const [verdict, rows] of Map.groupBy(ofEntity, (row) => row.verdict)) {
        const remoteIds = rows.map((row) => row.remoteId);
        const removed = await commitDeleted(tx, run, entity, remoteIds, verdict);
        await countPage(tx, run, { ...noCounts(), ...removed }, { entity });
      }
    }
    await settle(tx, slice, verdicts, "carried_out");
    await settle(tx, slice, others, "kept");
  });
}

/** One batch; answers whether there may be more. */
async function deleteBatch(slice: Slice, asksAgain: boolean): Promise<boolean> {
  const verdicts = await nextVerdicts(slice);
  const confirmed = asksAgain ? await confirm(slice, verdicts) : verdicts;
  await carryOut(slice, confirmed, verdicts);
  return verdicts.length === batch;
}

/** Ends the links to records that another system has: nothing is deleted by it, so nobody is asked. */
async function endShared(slice: Slice): Promise<void> {
  const next = () => nextVerdicts(slice, heldElsewhere("l"));
  for (let verdicts = await next(); verdicts.length > 0; verdicts = await next()) {
    await carryOut(slice, verdicts, []);
  }
}

async function keepAll(slice: Slice): Promise<void> {
  await withOrganization(slice.run, async (tx) => {
    await tx.execute(
      "update sync_seen set outcome = 'kept' where job_id = $1 and verdict is not null and outcome is null",
      [slice.run.jobId],
    );
    await tell(tx, slice.run, "Nothing was deleted", "warning");
  });
}

/** `approved` is what a person decided; null while nobody has been asked. */
export async function deleteGone(slice: Slice, approved: boolean | null): Promise<PhaseEnd> {
  if (approved === null) {
    await endShared(slice);
    const plan = await withOrganization(slice.run, (tx) => planned(tx, slice));
    if (plan) return { kind: "ask", ...plan };
  }
  if (approved === false) {
    await keepAll(slice);
    return { kind: "done" };
  }
  while (await deleteBatch(slice, approved === true)) {
    if (slice.isOver()) return { kind: "again" };
  }
  return { kind: "done" };
}
