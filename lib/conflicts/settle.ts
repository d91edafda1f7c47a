/** Carries out a decision on the record and its link, under the locks of the caller. */
import { z } from "zod";
import type { Actor } from "@/lib/auth";
import { actorRef } from "@/lib/auth";
import { now } from "@/lib/platform/clock";
import type { Tx } from "@/lib/platform/db";
import {
  deleteRecords,
  derivedFields,
  isRecordEntity,
  type RecordData,
  replaceRecords,
  type WriteContext,
  withDerivedFields,
} from "@/lib/records";
import { compareThreeWay, type Data } from "./compare";
import { type ConflictRow, fieldsOf, localSides } from "./conflict-store";
import { decideFields } from "./decide-fields";
import { conflictErrors } from "./errors";
import { same } from "./same";
import type { Resolution, Strategy } from "./schema";

/** Where record and link stand after a decision. */
export interface Settled {
  readonly version: number;
  readonly localBase: number;
  readonly linkState: "linked" | "deleted";
  readonly ignored: Data | null;
  readonly strategies: Readonly<Record<string, Strategy>>;
}

export function writeContext(actor: Actor, entity: string, reason?: string): WriteContext {
  return { organizationId: actor.organizationId, entity, changedBy: actorRef(actor), at: now(), reason };
}

function checked(entity: string, data: Data): RecordData {
  if (!isRecordEntity(entity)) throw conflictErrors.resolution_invalid({ internal: { entity } });
  try {
    return withDerivedFields(entity, data);
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    const errors = error.issues.map((issue) => ({
      path: `fields.${issue.path.join(".")}`,
      message: issue.message,
    }));
    throw conflictErrors.resolution_invalid({
      detail: "Correct the fields named and send it again.",
      errors,
    });
  }
}

/** Writes `data` as the next version, unless it is what stands there; answers the version that holds it. */
async function write(
  tx: Tx,
  context: WriteContext,
  row: ConflictRow,
  version: number,
  before: Data,
  data: Data,
) {
  if (same(before, data)) return version;
  await replaceRecords(tx, context, [{ id: row.record_id, data }]);
  return version + 1;
}

/**
 * First the agreement, which is the vendor's side but for what both keep their own; then our side of the decision on
 * top of it. So the link's base is the vendor's present state, what we decided otherwise is a change of ours that is
 * still to be pushed, and neither a pull nor a push finds the old contest again.
 */
export async function settleFields(
  tx: Tx,
  actor: Actor,
  row: ConflictRow,
  wanted: Resolution,
): Promise<Settled> {
  const { base, local } = localSides(row);
  const decisions = decideFields(fieldsOf(row), wanted);
  const { merged } = compareThreeWay(base, local, row.remote, derivedFields(row.entity), row.flips);
  const ours = Object.keys(decisions.ignored).map((path) => [path, local[path]]);
  const agreed = checked(row.entity, { ...row.remote, ...Object.fromEntries(ours) });
  const outcome = checked(row.entity, { ...merged, ...decisions.values });
  const context = writeContext(actor, row.entity, wanted.reason);
  const localBase = await write(tx, context, row, row.local_version, local, agreed);
  const version = await write(tx, context, row, localBase, agreed, outcome);
  // What was pulled holds our value where an older difference still stands.
  const older = Object.entries(row.ignored ?? {}).filter(([path]) => same(row.remote[path], base[path]));
  const differences = { ...Object.fromEntries(older), ...decisions.ignored };
  const ignored = Object.keys(differences).length > 0 ? differences : null;
  return { version, localBase, linkState: "linked", ignored, strategies: decisions.strategies };
}

type DeletionStrategy = Exclude<Strategy, "MERGE" | "MANUAL">;

function deletionStrategy({ strategy, fields }: Resolution): DeletionStrategy {
  if (strategy === "MERGE" || strategy === "MANUAL" || Object.keys(fields).length > 0) {
    throw conflictErrors.resolution_invalid({
      detail:
        "One side deleted the record, so there are no fields to decide about. Choose a side, or leave both as they are.",
      errors: [{ path: "strategy", message: "send USE_LOCAL, USE_REMOTE or IGNORE" }],
    });
  }
  return strategy;
}

/** The vendor changed what was deleted here. */
async function settleDeletedLocally(
  tx: Tx,
  context: WriteContext,
  row: ConflictRow,
  strategy: DeletionStrategy,
) {
  const linkState = "linked" as const;
  if (strategy === "IGNORE") return { version: row.local_version, localBase: row.local_version, linkState };
  await replaceRecords(tx, context, [{ id: row.record_id, data: checked(row.entity, row.remote) }]);
  const localBase = row.local_version + 1;
  if (strategy === "USE_REMOTE") return { version: localBase, localBase, linkState };
  await deleteRecords(tx, context, [row.record_id]);
  return { version: localBase + 1, localBase, linkState };
}

/** The vendor deleted what was changed here. Its link ends, so that the deletion is not told again. */
async function settleDeletedRemotely(
  tx: Tx,
  context: WriteContext,
  row: ConflictRow,
  strategy: DeletionStrategy,
) {
  const linkState = "deleted" as const;
  if (strategy === "USE_LOCAL") return { version: row.local_version, localBase: row.base_version, linkState };
  const deleted = strategy === "USE_REMOTE" ? await deleteRecords(tx, context, [row.record_id]) : 0;
  const version = row.local_version + deleted;
  return { version, localBase: version, linkState };
}

/** Settles a conflict in which one side deleted the record. */
export async function settleDeletion(
  tx: Tx,
  actor: Actor,
  row: ConflictRow,
  wanted: Resolution,
): Promise<Settled> {
  const strategy = deletionStrategy(wanted);
  const context = writeContext(actor, row.entity, wanted.reason);
  const settle = row.kind === "DELETED_LOCALLY" ? settleDeletedLocally : settleDeletedRemotely;
  return { ...(await settle(tx, context, row, strategy)), ignored: null, strategies: {} };
}
