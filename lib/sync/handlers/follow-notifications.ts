/** Starts a sync job for what a vendor said has changed, unless one that has not begun will read it. */
import { systemActor } from "@/lib/auth";
import type { Entity } from "@/lib/connectors/contract";
import { findIntegration } from "@/lib/integrations";
import { type Tx, withOrganization } from "@/lib/platform/db";
import { handle, nudge } from "@/lib/queue";
import { followNotifications, waitingEntities } from "@/lib/webhooks";
import { inDependencyOrder, jobTypeOfAll } from "../entities";
import { insertSyncJob } from "../start-sync-job";

/** What waits to be read, by entity; none when nothing does or a job that has not begun will read it. */
async function unattended(tx: Tx, integrationId: string): Promise<Entity[]> {
  const queued = await tx.one(
    "select id from sync_jobs where integration_id = $1 and trigger = 'webhook' and status = 'QUEUED' limit 1",
    [integrationId],
  );
  if (queued) return [];
  return inDependencyOrder(await waitingEntities(tx, integrationId));
}

export const followNotificationsHandler = handle(followNotifications, async ({ payload, complete }) => {
  const { organizationId, integrationId } = payload;
  await withOrganization({ organizationId }, async (tx) => {
    const integration = await findIntegration(tx, integrationId);
    const entities = integration?.status === "active" ? await unattended(tx, integrationId) : [];
    if (integration && entities.length > 0) {
      const actor = systemActor(organizationId, {
        kind: "system",
        id: integrationId,
        name: integration.name,
      });
      await insertSyncJob(tx, actor, {
        integrationId,
        type: jobTypeOfAll(entities),
        direction: "INBOUND",
        mode: "INCREMENTAL",
        priority: "HIGH",
        trigger: "webhook",
        entities,
        patientId: null,
        remotePatientId: null,
        search: null,
        retryOf: null,
        cursor: { phase: "notified" },
      });
    }
    await complete(tx);
  });
  nudge();
});
