/**
 * Starts the syncs that are due. When the next one is due stands with the integration and moves in the transaction that
 * starts one, so that no restart loses or doubles a run. Runs missed while nothing was up are not made up for, and a
 * run whose predecessor has not ended is left out; one that waits for a person to agree to deletions holds up no other.
 */
import { systemActor } from "@/lib/auth";
import { connectors } from "@/lib/connectors/registry";
import { findIntegration, type IntegrationRow, isFullRunDue, nextRunAfter } from "@/lib/integrations";
import { now } from "@/lib/platform/clock";
import { type Tx, withOrganization, withSystem } from "@/lib/platform/db";
import { isCarelaneError } from "@/lib/platform/errors";
import { createLogger } from "@/lib/platform/logger";
import { handle, nudge } from "@/lib/queue";
import { startDueSyncs } from "../jobs";
import { syncJobRequestSchema } from "../schema";
import { acceptSyncJob } from "../start-sync-job";

const log = createLogger("sync");
const atOnce = 200;

/** Those of the others send by themselves, whatever their settings say. */
const pulledConnectors = connectors.filter(({ pull }) => pull).map(({ id }) => id);

interface DueRow {
  id: string;
  organization_id: string;
}

/** Integrations whose time has come, or of which nobody has worked it out yet. */
function dueIntegrations(): Promise<DueRow[]> {
  return withSystem("scheduler", (tx) =>
    tx.query<DueRow>(
      `select id, organization_id from integrations
        where sync_enabled and status = 'active' and sync_strategy in ('batch', 'polling', 'realtime')
          and connector_id = any($2::text[])
          and (next_sync_at <= $1 or next_sync_at is null and (sync_strategy <> 'batch' or schedule is not null))
        order by next_sync_at nulls first limit ${atOnce}`,
      [now(), pulledConnectors],
    ),
  );
}

/** Takes the turn of an integration; false when another process has taken it, or a run is still under way. */
async function takeTurn(tx: Tx, integration: IntegrationRow): Promise<boolean> {
  const turn = await tx.one<{ was_due: boolean; is_busy: boolean }>(
    `update integrations i set next_sync_at = $2
       from (select id, next_sync_at from integrations where id = $1 for update) before
      where i.id = before.id and i.sync_enabled and i.status = 'active'
        and (before.next_sync_at is null or before.next_sync_at <= $3)
     returning before.next_sync_at is not null as was_due,
               exists (select 1 from sync_jobs j where j.integration_id = i.id
                         and j.status in ('QUEUED', 'RUNNING', 'PAUSED')) as is_busy`,
    [integration.id, nextRunAfter(integration, now()) ?? null, now()],
  );
  return turn?.was_due === true && !turn.is_busy;
}

/**
 * How the next run reads. A full one that waits for a person is followed by none of its kind until they decided: it
 * would only find the same again. Left open, the first run is a full one and all others are not.
 */
async function modeOf(tx: Tx, integration: IntegrationRow): Promise<"FULL" | undefined> {
  const last = await tx.one<{ at: Date; asks: boolean }>(
    `select created_at as at, status = 'NEEDS_APPROVAL' as asks from sync_jobs
      where integration_id = $1 and type = 'FULL_SYNC' and mode = 'FULL'
        and patient_id is null and remote_patient_id is null and search is null
      order by created_at desc limit 1`,
    [integration.id],
  );
  return last && !last.asks && isFullRunDue(integration, last.at, now()) ? "FULL" : undefined;
}

/** Takes the turn of a due integration, and starts its sync unless told otherwise. */
async function takeUp({ id, organization_id: organizationId }: DueRow, starts: boolean): Promise<void> {
  const actor = systemActor(organizationId, { kind: "schedule", id, name: "Schedule" });
  await withOrganization(actor, async (tx) => {
    const integration = await findIntegration(tx, id);
    if (!integration || !(await takeTurn(tx, integration)) || !starts) return;
    const mode = await modeOf(tx, integration);
    const request = syncJobRequestSchema.parse({ type: "FULL_SYNC", ehrConnectionId: id, mode });
    await acceptSyncJob(tx, actor, request, "schedule");
  });
}

export const startDueSyncsHandler = handle(startDueSyncs, async () => {
  for (const row of await dueIntegrations()) {
    try {
      await takeUp(row, true);
    } catch (error) {
      if (!isCarelaneError(error)) throw error;
      log.warn("A scheduled sync could not be started", { integrationId: row.id, error });
      await takeUp(row, false);
    }
  }
  nudge();
});
