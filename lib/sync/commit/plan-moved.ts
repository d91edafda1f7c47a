/** What becomes of a record that moved at the vendor: a next version, a merge, a conflict, or nothing. Pure. */
import {
  compareThreeWay,
  compareUnrelated,
  differencesTo,
  neverAgreed,
  type OpenConflict,
  respectDifferences,
} from "@/lib/conflicts";
import type { Entity } from "@/lib/connectors/contract";
import { contentHash, lastUpdatedOf } from "@/lib/fhir";
import { derivedFields, withDerivedFields } from "@/lib/records";
import { noCounts } from "../run/sync-run";
import type { Counts } from "../schema";
import type { Classified } from "./classify";
import type { AgreedLink } from "./links";
import type { MappedItem } from "./map-page";
import type { Pointing, ResolvedItem } from "./references";

type Data = Readonly<Record<string, unknown>>;

export type Moved = Extract<Classified<MappedItem>, { outcome: "moved" }>;

/** Our record under its lock. */
export interface LocalRow {
  readonly version: number;
  readonly content_hash: Buffer;
  readonly deleted: boolean;
  /** Present where it moved since both sides agreed, or differs from the vendor's by agreement. */
  readonly data: Data | null;
  /** What both sides last agreed on; present like `data`. */
  readonly base: Data | null;
}

export interface MovedRecord {
  readonly row: Moved;
  readonly local: LocalRow;
  readonly resolved: ResolvedItem;
  /** The fields that systems keep changing back and forth. */
  readonly flips: readonly string[];
}

/** What a page's moved records come to. */
export interface Plan {
  readonly counts: Counts;
  /** The vendor's data, or ours and the vendor's made one, as the next version. */
  readonly takeRemote: { id: string; data: Record<string, unknown>; hash: Buffer }[];
  /** Local changes put back on top of it, as the version after. */
  readonly reapplyLocal: { id: string; data: Record<string, unknown> }[];
  readonly agreed: AgreedLink[];
  /** What the records of the agreed links point at. */
  readonly pointing: Pointing[];
  readonly conflicts: OpenConflict[];
  /** The rows of the conflicts. */
  readonly contested: Moved[];
}

function conflictOf(row: Moved, local: LocalRow, remote: Data, paths: readonly string[]): OpenConflict {
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

function contest(
  { row, local, flips }: MovedRecord,
  remote: Data,
  paths: readonly string[],
  plan: Plan,
): void {
  plan.counts.conflicted += 1;
  plan.conflicts.push({ ...conflictOf(row, local, remote, paths), flips });
  plan.contested.push(row);
}

/**
 * A record that was just found to be one we have: ours with what only the vendor says. Where the vendor says less or
 * writes it otherwise both keep their own: to be recognised is no reason to rewrite a chart.
 */
function planUnited(entity: Entity, moved: MovedRecord, plan: Plan): void {
  const { row, local, resolved } = moved;
  const { contested, merged } = compareUnrelated(entity, local.data ?? {}, resolved.data);
  if (local.deleted || contested.length > 0) {
    contest(moved, resolved.data, contested, plan);
    return;
  }
  const data = { ...withDerivedFields(row.item.entity, merged) };
  const hash = contentHash(data);
  const isNews = !hash.equals(local.content_hash);
  const ignored = differencesTo(data, resolved.data, derivedFields(entity));
  plan.counts[isNews ? "changed" : "unchanged"] += 1;
  if (isNews) plan.takeRemote.push({ id: row.recordId, data, hash });
  const localBase = isNews ? local.version + 1 : local.version;
  plan.agreed.push({ linkId: row.linkId, item: row.item, localBase, state: "linked", ignored });
  plan.pointing.push({ id: row.recordId, pending: resolved.pending });
}

/** Adds to `plan` what becomes of one record. */
export function planMoved(entity: Entity, moved: MovedRecord, plan: Plan): void {
  const { row, local, resolved, flips } = moved;
  if (row.localBase === neverAgreed) {
    planUnited(entity, moved, plan);
    return;
  }
  const { remote: data, ignored } = respectDifferences(resolved.data, local.base ?? {}, row.ignored);
  const hash = contentHash(data);
  const agree = (outcome: "unchanged" | "changed", localBase: number) => {
    plan.counts[outcome] += 1;
    plan.agreed.push({ linkId: row.linkId, item: row.item, localBase, state: "linked", ignored });
    plan.pointing.push({ id: row.recordId, pending: resolved.pending });
  };
  const isLinked = row.state === "linked" || row.state === "out_of_scope";
  const localMoved = local.version !== row.localBase && isLinked;
  if (!localMoved && !local.deleted && hash.equals(local.content_hash)) {
    agree("unchanged", local.version);
    return;
  }
  // The vendor said nothing new, and its mapping reads nothing else: our own change stands as it is.
  const saysNothingNew = () => local.deleted || hash.equals(contentHash(local.base ?? {}));
  if (localMoved && row.isSameResource && saysNothingNew()) {
    agree("unchanged", row.localBase);
    return;
  }
  const { contested, merged } = localMoved
    ? compareThreeWay(local.base ?? {}, local.data ?? {}, data, derivedFields(entity), flips)
    : { contested: flips, merged: data };
  if ((localMoved && local.deleted) || contested.length > 0) {
    contest(moved, data, contested, plan);
    return;
  }
  plan.takeRemote.push({ id: row.recordId, data, hash });
  if (localMoved) {
    plan.reapplyLocal.push({ id: row.recordId, data: withDerivedFields(row.item.entity, merged) });
  }
  agree("changed", local.version + 1);
}

export function emptyPlan(): Plan {
  return {
    counts: noCounts(),
    takeRemote: [],
    reapplyLocal: [],
    agreed: [],
    pointing: [],
    conflicts: [],
    contested: [],
  };
}
