/** Deciding many conflicts alike, each for itself. */
import type { Actor } from "@/lib/auth";
import { isCarelaneError } from "@/lib/platform/errors";
import { listConflicts } from "./list-conflicts";
import { type FollowDecision, resolveConflict } from "./resolve-conflict";
import type { BulkOutcome, BulkResolution } from "./schema";

const mostTogether = 500;

async function idsOf(actor: Actor, { ids, filter }: BulkResolution): Promise<readonly string[]> {
  if (ids) return [...new Set(ids)];
  const { data } = await listConflicts(actor, { ...filter, status: "OPEN" }, mostTogether, null);
  return data.map(({ id }) => id);
}

/** Decides each conflict in a transaction of its own; one that is refused says why and stops no other. */
export async function resolveConflicts(
  actor: Actor,
  wanted: BulkResolution,
  follow?: FollowDecision,
): Promise<BulkOutcome> {
  const { strategy, reason } = wanted;
  const data: BulkOutcome["data"] = [];
  for (const id of await idsOf(actor, wanted)) {
    try {
      const { status } = await resolveConflict(actor, id, { strategy, reason, fields: {} }, follow);
      data.push({ id, status });
    } catch (error) {
      if (!isCarelaneError(error) || error.owner !== "caller") throw error;
      data.push({ id, status: null, code: error.code });
    }
  }
  return { data };
}
