/**
 * What is told of records again and again within one transaction, as messages of one patient do: each time is a version of
 * its own. Where both sides agree and nobody else has a say, all of them are planned at once and written together.
 */
import type { Entity } from "@/lib/connectors/contract";
import type { Tx } from "@/lib/platform/db";
import { mapInTurns } from "@/lib/platform/turns";
import { addCounts, type Intake, noCounts } from "../run/sync-run";
import type { Counts } from "../schema";
import { undisputed } from "./classify";
import { commitEntity } from "./commit-entity";
import { writePlan } from "./commit-moved";
import type { MappedItem } from "./map-page";
import { emptyPlan, type Plan, planMoved } from "./plan-moved";
import { type ResolvedItem, resolveReferences } from "./references";

/** A link at whose last agreed state the record still stands, and to which no other link leads. */
interface Agreed {
  readonly linkId: string;
  readonly recordId: string;
  readonly remoteHash: Buffer;
  readonly mappedBy: number;
  readonly version: number;
  readonly contentHash: Buffer;
}

/** The links of these remote ids that are such, by remote id, with their records locked in key order. */
async function agreedLinks(
  tx: Tx,
  run: Intake,
  entity: Entity,
  remoteIds: readonly string[],
): Promise<Map<string, Agreed>> {
  const rows = await tx.query<Agreed & { remote_id: string }>(
    `select l.remote_id, l.id as "linkId", l.record_id as "recordId", l.remote_base as "remoteHash",
            l.mapped_by as "mappedBy", r.version, r.content_hash as "contentHash"
       from unnest($3::text[]) as w(remote_id)
      cross join lateral (
         select * from sync_links where integration_id = $1 and entity = $2 and remote_id = w.remote_id limit 1
       ) l
       join entity_records r on r.id = l.record_id
      where l.state = 'linked' and l.ignored is null and r.version = l.local_base and r.deleted_at is null
        and ${undisputed("l")}
        and (select true from sync_links o where o.record_id = l.record_id and o.id <> l.id limit 1) is not true
      order by r.id
        for update of r`,
    [run.integrationId, entity, remoteIds],
  );
  return new Map(rows.map(({ remote_id: remoteId, ...agreed }) => [remoteId, agreed]));
}

/** Adds to `plan` what becomes of one item and answers what both sides agree on after it. */
function planNext(entity: Entity, agreed: Agreed, resolved: ResolvedItem, plan: Plan): Agreed {
  const { item } = resolved;
  const { linkId, recordId, version } = agreed;
  const isSameResource = agreed.remoteHash.equals(item.remoteHash);
  if (isSameResource && agreed.mappedBy === item.mappedBy) {
    plan.counts.unchanged += 1;
    return agreed;
  }
  const row = {
    outcome: "moved",
    item,
    linkId,
    recordId,
    state: "linked",
    localBase: version,
    isSameResource,
    ignored: null,
  } as const;
  const local = { version, content_hash: agreed.contentHash, deleted: false, data: null, base: null };
  const written = plan.takeRemote.length;
  planMoved(entity, { row, local, resolved, flips: [] }, plan);
  const { remoteHash, mappedBy } = item;
  const next = plan.takeRemote[written];
  const after = { ...agreed, remoteHash, mappedBy };
  return next ? { ...after, version: version + 1, contentHash: next.hash } : after;
}

/** Commits items one after the other, each as if the one before it were committed alone. */
async function commitInSteps(
  tx: Tx,
  run: Intake,
  entity: Entity,
  items: readonly MappedItem[],
): Promise<Counts> {
  const lists = [...Map.groupBy(items, ({ remoteId }) => remoteId).values()];
  const steps = Math.max(0, ...lists.map(({ length }) => length));
  let counts = noCounts();
  for (let step = 0; step < steps; step++) {
    const next = lists.flatMap((list) => list[step] ?? []);
    counts = addCounts(counts, await commitEntity(tx, run, entity, next));
  }
  return counts;
}

/** Commits what is told of an entity's records after what is committed already, in its order; a record may come often. */
export async function commitLater(
  tx: Tx,
  run: Intake,
  entity: Entity,
  items: readonly MappedItem[],
): Promise<Counts> {
  if (items.length === 0) return noCounts();
  const agreed = await agreedLinks(tx, run, entity, [...new Set(items.map(({ remoteId }) => remoteId))]);
  const isAgreed = ({ remoteId }: MappedItem) => agreed.has(remoteId);
  const following = items.filter(isAgreed);
  const plan = emptyPlan();
  const resolved = await resolveReferences(tx, run, following);
  await mapInTurns(resolved.values(), (next) => {
    const { remoteId } = next.item;
    const before = agreed.get(remoteId);
    if (before) agreed.set(remoteId, planNext(entity, before, next, plan));
  });
  const counts = await writePlan(tx, run, entity, plan);
  const others = items.filter((item) => !isAgreed(item));
  return addCounts(counts, await commitInSteps(tx, run, entity, others));
}
