/** Writes the items of one entity of a page, each as what it turns out to be. */
import type { Entity } from "@/lib/connectors/contract";
import type { Tx } from "@/lib/platform/db";
import { closeMatches, lockOpenMatches } from "../matching/match-store";
import { addCounts, type Intake, noCounts } from "../run/sync-run";
import type { Counts } from "../schema";
import { classify } from "./classify";
import { commitArrivals } from "./commit-arrivals";
import { commitMoved } from "./commit-moved";
import { noteSeen } from "./links";
import type { MappedItem } from "./map-page";
import { recognise } from "./recognise";
import { resolveReferences } from "./references";

/**
 * Commits what was mapped anew from the resources kept. What is no longer the resource last agreed on, or agrees with
 * the mapping already, was dealt with meanwhile and is left as it is.
 */
async function commitRemapped(
  tx: Tx,
  run: Intake,
  entity: Entity,
  items: readonly MappedItem[],
): Promise<Counts> {
  const classified = await classify(tx, run, entity, items);
  const moved = classified.filter((row) => row.outcome === "moved").filter((row) => row.isSameResource);
  const resolved = await resolveReferences(
    tx,
    run,
    moved.map((row) => row.item),
  );
  const counts = await commitMoved(tx, run, entity, moved, resolved);
  return addCounts(counts, { ...noCounts(), skipped: items.length - moved.length });
}

/** Commits the items of one entity and answers their outcomes. */
export async function commitEntity(
  tx: Tx,
  run: Intake,
  entity: Entity,
  items: readonly MappedItem[],
): Promise<Counts> {
  if (items.length === 0) return noCounts();
  if (run.remaps) return commitRemapped(tx, run, entity, items);
  const remoteIds = items.map((item) => item.remoteId);
  const waiting = entity === "patients" ? await lockOpenMatches(tx, run, remoteIds) : new Set<string>();
  const classified = await classify(tx, run, entity, items);
  const added = classified.filter((row) => row.outcome === "added");
  const known = classified.filter((row) => row.outcome === "moved");
  const resolved = await resolveReferences(
    tx,
    run,
    [...added, ...known].map((row) => row.item),
  );
  const unlinked = added.flatMap((row) => resolved.get(row.item) ?? []);
  const recognised = await recognise(tx, run, entity, unlinked);
  const ours = new Set([...recognised.moved, ...recognised.settled].map((row) => row.item));
  const fresh = unlinked.filter(({ item }) => !ours.has(item));
  const arrived = await commitArrivals(tx, run, entity, fresh);
  await closeMatches(
    tx,
    run,
    arrived.ends.filter(({ remoteId }) => waiting.has(remoteId)),
  );
  const moved = [...known, ...recognised.moved];
  const unchanged = [...classified.filter((row) => row.outcome === "unchanged"), ...recognised.settled];
  const counts = moved.length > 0 ? await commitMoved(tx, run, entity, moved, resolved) : noCounts();
  if (run.notesSeen) {
    await noteSeen(tx, run, [...arrived.linkIds, ...[...moved, ...unchanged].map((row) => row.linkId)]);
  }
  return addCounts(addCounts(counts, arrived.counts), { ...noCounts(), unchanged: unchanged.length });
}
