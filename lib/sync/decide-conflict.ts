/** Deciding conflicts so that what was decided also reaches the vendor. */
import type { Actor } from "@/lib/auth";
import { type FollowDecision, resolveConflict, resolveConflicts } from "@/lib/conflicts";
import type { BulkOutcome, BulkResolution, Conflict, Resolution } from "@/lib/conflicts/schema";
import type { Entity } from "@/lib/connectors/contract";
import { connectorById } from "@/lib/connectors/registry";
import { enabledEntities, findIntegration, type IntegrationRow, outboundEntities } from "@/lib/integrations";
import type { Tx } from "@/lib/platform/db";
import { nudge } from "@/lib/queue";
import { inDependencyOrder } from "./entities";
import { startOfPush } from "./run/checkpoint";
import { insertSyncJob } from "./start-sync-job";

/** What an integration pushes by its settings. */
function pushedBy({ connectorId, entityMappings, status, syncDirection }: IntegrationRow): Entity[] {
  const connector = connectorById(connectorId);
  if (!connector || status !== "active" || syncDirection === "pull") return [];
  return outboundEntities(connector, enabledEntities(connector, entityMappings));
}

/** A push of everything that has not begun yet takes the decision along. */
async function waitingPush(tx: Tx, integrationId: string, entity: string): Promise<string | undefined> {
  const row = await tx.one<{ id: string }>(
    `select id from sync_jobs
      where integration_id = $1 and status = 'QUEUED' and started_at is null and direction = 'OUTBOUND'
        and $2 = any(entities) and patient_id is null and remote_patient_id is null
      order by created_at limit 1`,
    [integrationId, entity],
  );
  return row?.id;
}

/** Sees that a decision is pushed, where the integration pushes at all; answers the job that will. */
function pushFor(actor: Actor): FollowDecision {
  return async (tx, { integrationId, entity }) => {
    const integration = await findIntegration(tx, integrationId);
    const entities = integration ? inDependencyOrder(pushedBy(integration)) : [];
    if (!entities.some((pushed) => pushed === entity)) return null;
    const waiting = await waitingPush(tx, integrationId, entity);
    return (
      waiting ??
      insertSyncJob(tx, actor, {
        integrationId,
        type: "FULL_SYNC",
        direction: "OUTBOUND",
        mode: "INCREMENTAL",
        priority: "HIGH",
        trigger: "conflict",
        entities,
        patientId: null,
        remotePatientId: null,
        search: null,
        retryOf: null,
        cursor: startOfPush,
      })
    );
  };
}

/** Decides a conflict, and pushes what the vendor does not have of it. Throws as `resolveConflict` does. */
export async function decideConflict(actor: Actor, id: string, wanted: Resolution): Promise<Conflict> {
  const decided = await resolveConflict(actor, id, wanted, pushFor(actor));
  nudge();
  return decided;
}

/** Decides many conflicts alike, each for itself; one push takes all of them. */
export async function decideConflicts(actor: Actor, wanted: BulkResolution): Promise<BulkOutcome> {
  const outcome = await resolveConflicts(actor, wanted, pushFor(actor));
  nudge();
  return outcome;
}
