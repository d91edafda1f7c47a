/** Starts a sync job for what a vendor said has changed, unless one that has not begun will read it. */
import { systemActor } from "@/lib/auth";
import type { Entity } from "@/lib/connectors/contract";
import { findIntegration, type IntegrationRow, takeWaiting } from "@/lib/integrations";
import { type Tx, withOrganization } from "@/lib/platform/db";
import { handle, nudge } from "@/lib/queue";
import { followNotifications, waitingEntities } from "@/lib/webhooks";
import { inDependencyOrder, jobTypeOfAll } from "../entities";
import { type JobCursor, startCursor } from "../run/checkpoint";
import { insertSyncJob, modeOf } from "../start-sync-job";

/** Whether a job that was started for what a vendor told, and has not begun, begins as said and reads these entities. */
async function isQueued(
  tx: Tx,
  integrationId: string,
  phase: JobCursor["phase"],
  entities: readonly Entity[],
): Promise<boolean> {
  const queued = await tx.one(
    `select j.id from sync_jobs j join sync_checkpoints c on c.job_id = j.id
      where j.integration_id = $1 and j.trigger = 'webhook' and j.status = 'QUEUED'
        and c.cursor->>'phase' = $2 and j.entities @> $3::text[] limit 1`,
    [integrationId, phase, entities],
  );
  return queued !== undefined;
}

/** Starts a job that reads the entities from `cursor` on, unless one will that has not begun. */
async function start(
  tx: Tx,
  { id: integrationId, organizationId, name }: IntegrationRow,
  told: readonly Entity[],
  cursor: JobCursor,
): Promise<void> {
  const entities = inDependencyOrder(told);
  // Named resources are read whatever the job's entities are.
  const covered = cursor.phase === "pull" ? entities : [];
  if (entities.length === 0 || (await isQueued(tx, integrationId, cursor.phase, covered))) return;
  const actor = systemActor(organizationId, { kind: "system", id: integrationId, name });
  await insertSyncJob(tx, actor, {
    integrationId,
    type: jobTypeOfAll(entities),
    direction: "INBOUND",
    mode: cursor.phase === "pull" ? await modeOf(tx, integrationId, entities) : "INCREMENTAL",
    priority: "HIGH",
    trigger: "webhook",
    entities,
    patientId: null,
    remotePatientId: null,
    search: null,
    retryOf: null,
    cursor,
  });
}

export const followNotificationsHandler = handle(followNotifications, async ({ payload, complete }) => {
  const { organizationId, integrationId } = payload;
  await withOrganization({ organizationId }, async (tx) => {
    const unnamed = await takeWaiting(tx, integrationId);
    const integration = await findIntegration(tx, integrationId);
    if (integration?.status === "active") {
      await start(tx, integration, unnamed, startCursor);
      await start(tx, integration, await waitingEntities(tx, integrationId), { phase: "notified" });
    }
    await complete(tx);
  });
  nudge();
});
