/** The run of a person's decision about what a job pulled. */
import { type Actor, actorRef } from "@/lib/auth";
import { mappingsOf } from "@/lib/mapping";
import type { Vault } from "@/lib/platform/crypto";
import type { Tx } from "@/lib/platform/db";
import { rulesOf } from "../commit/conflict-rules";
import type { Intake } from "../run/sync-run";

/** What is written is the vendor's: it stands in the history as come by the job that pulled it, decided by `actor`. */
export async function runOfDecision(
  tx: Tx,
  actor: Actor,
  vault: Vault,
  { integrationId, jobId }: Pick<Intake, "integrationId" | "jobId">,
): Promise<Intake> {
  const mappings = await mappingsOf(tx, integrationId);
  return {
    jobId,
    organizationId: actor.organizationId,
    integrationId,
    changedBy: actorRef(actor),
    vault,
    notesSeen: false,
    tells: false,
    remaps: false,
    rulesFor: (entity) => rulesOf(mappings.get(entity), integrationId),
  };
}
