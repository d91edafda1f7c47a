/** Takes in what has no link yet: new records, and patients who turn out to be somebody we have. */
import { neverAgreed } from "@/lib/conflicts";
import type { Entity } from "@/lib/connectors/contract";
import type { Tx } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { insertRecords } from "@/lib/records";
import { type Arrivals, type MatchedItem, matchArrivals, uncertainError } from "../matching/match-arrivals";
import { keepOpenMatches, type MatchEnd } from "../matching/match-store";
import { insertErrors } from "../run/page-outcome";
import { addCounts, type Intake, noCounts, writeContext } from "../run/sync-run";
import type { Counts } from "../schema";
import { commitMoved } from "./commit-moved";
import { insertLinks, keepRaw, sealRaw } from "./links";
import type { Moved } from "./plan-moved";
import { completeReferences, notePending, type ResolvedItem } from "./references";

/** Makes records of the vendor's that we do not have and answers their links. */
export async function commitAdded(
  tx: Tx,
  run: Intake,
  entity: Entity,
  added: readonly ResolvedItem[],
): Promise<readonly string[]> {
  const fresh = added.map((resolved) => ({
    ...resolved,
    recordId: newId(),
    linkId: newId(),
    localBase: 1,
    remoteBase: resolved.item.remoteHash,
  }));
  const records = fresh.map(({ recordId, data }) => ({ id: recordId, data }));
  // Sealing is work of ours alone: it is done while PostgreSQL inserts.
  const [, sealed] = await Promise.all([
    insertRecords(tx, writeContext(run, entity), records),
    sealRaw(run, fresh),
  ]);
  await insertLinks(tx, run, entity, fresh);
  await keepRaw(tx, run, sealed);
  await notePending(
    tx,
    run,
    fresh.map(({ recordId, pending }) => ({ id: recordId, pending })),
  );
  const arrived = fresh.map(({ item, recordId }) => ({ remoteId: item.remoteId, recordId }));
  await completeReferences(tx, run, entity, arrived, (dependent) => writeContext(run, dependent));
  return fresh.map((row) => row.linkId);
}

/** Links the vendor's patients to records we have. What both sides say differently becomes a conflict. */
export async function commitMatched(
  tx: Tx,
  run: Intake,
  entity: Entity,
  matched: readonly MatchedItem[],
): Promise<{ readonly counts: Counts; readonly linkIds: readonly string[] }> {
  if (matched.length === 0) return { counts: noCounts(), linkIds: [] };
  const rows = matched.map(
    ({ resolved, recordId }): Moved => ({
      outcome: "moved",
      item: resolved.item,
      linkId: newId(),
      recordId,
      state: "linked",
      localBase: neverAgreed,
      isSameResource: false,
      ignored: null,
    }),
  );
  await insertLinks(tx, run, entity, rows);
  const resolved = new Map(matched.map((row) => [row.resolved.item, row.resolved]));
  const counts = await commitMoved(tx, run, entity, rows, resolved);
  const arrived = rows.map(({ item, recordId }) => ({ remoteId: item.remoteId, recordId }));
  await completeReferences(tx, run, entity, arrived, (dependent) => writeContext(run, dependent));
  return { counts, linkIds: rows.map((row) => row.linkId) };
}

/** What became of items without a link. */
interface Arrived {
  readonly counts: Counts;
  readonly linkIds: readonly string[];
  /** The ends of matches, of those that were open. */
  readonly ends: readonly MatchEnd[];
}

/** Takes in what has no link yet: patients are looked for among those we have first. */
export async function commitArrivals(
  tx: Tx,
  run: Intake,
  entity: Entity,
  fresh: readonly ResolvedItem[],
): Promise<Arrived> {
  const { create, link, ask }: Arrivals =
    entity === "patients" ? await matchArrivals(tx, run, fresh) : { create: fresh, link: [], ask: [] };
  const added = create.length > 0 ? await commitAdded(tx, run, entity, create) : [];
  const matched = await commitMatched(tx, run, entity, link);
  await keepOpenMatches(tx, run, ask);
  await insertErrors(tx, run, ask.map(uncertainError));
  const reason = "decided by a later pull";
  const ends = [
    ...create.map(({ item }) => ({ remoteId: item.remoteId, status: "CREATED" as const, reason })),
    ...link.map((row) => ({ remoteId: row.resolved.item.remoteId, status: "LINKED" as const, reason })),
  ];
  const counts = addCounts(matched.counts, { ...noCounts(), added: create.length, skipped: ask.length });
  return { counts, linkIds: [...added, ...matched.linkIds], ends };
}
