/** Has the records of an entity made anew by the mapping in force, from what is kept of the vendor's resources. */
import { prepareAudit } from "@/lib/audit";
import type { Actor } from "@/lib/auth";
import { findIntegration, integrationErrors } from "@/lib/integrations";
import { lockMapping, mappingOf, unmappedVersion } from "@/lib/mapping";
import { type Tx, withOrganization } from "@/lib/platform/db";
import { nudge } from "@/lib/queue";
import { syncErrors } from "../errors";
import { startOfRemap } from "../run/checkpoint";
import { type MappingReach, remapType, type SyncJob } from "../schema";
import { insertSyncJob, type StartOptions, viewOf } from "../start-sync-job";
import { countOutdated } from "./outdated";

async function findRemap(
  tx: Tx,
  { organizationId }: Actor,
  integrationId: string,
  entity: string,
): Promise<string | null> {
  const row = await tx.one<{ id: string }>(
    `select id from sync_jobs
      where organization_id = $1 and integration_id = $2 and type = $3 and entities = array[$4]
        and status in ('QUEUED', 'RUNNING', 'PAUSED')
      order by created_at desc limit 1`,
    [organizationId, integrationId, remapType, entity],
  );
  return row?.id ?? null;
}

async function reachOf(tx: Tx, actor: Actor, integrationId: string, entity: string): Promise<MappingReach> {
  if (!(await findIntegration(tx, integrationId))) throw integrationErrors.integration_not_found();
  const version = (await mappingOf(tx, integrationId, entity))?.version ?? unmappedVersion;
  return {
    version,
    outdated: await countOutdated(tx, { integrationId, entity, version }),
    jobId: await findRemap(tx, actor, integrationId, entity),
  };
}

/** How many records the mapping in force has not made, and whether that is being changed. Throws `integration_not_found`. */
export function readMappingReach(actor: Actor, integrationId: string, entity: string): Promise<MappingReach> {
  return withOrganization(actor, (tx) => reachOf(tx, actor, integrationId, entity));
}

/**
 * Starts the job that maps outdated records anew; it waits for its turn among the integration's other jobs. Throws
 * `integration_not_found`, `remap_under_way`, `nothing_to_remap`.
 */
export async function remapRecords(
  actor: Actor,
  integrationId: string,
  entity: string,
  keepAnswer?: StartOptions["keepAnswer"],
): Promise<SyncJob> {
  await prepareAudit(actor.organizationId);
  const job = await withOrganization(actor, async (tx) => {
    // Of two who ask at the same moment the second sees the first one's job.
    await lockMapping(tx, { integrationId, entity });
    const { outdated, jobId } = await reachOf(tx, actor, integrationId, entity);
    if (jobId) throw syncErrors.remap_under_way({ detail: "Wait until that job has ended, or cancel it." });
    if (outdated === 0) throw syncErrors.nothing_to_remap();
    const id = await insertSyncJob(tx, actor, {
      integrationId,
      type: remapType,
      direction: "INBOUND",
      mode: "INCREMENTAL",
      priority: "LOW",
      trigger: actor.kind === "user" ? "manual" : "api",
      entities: [entity],
      patientId: null,
      remotePatientId: null,
      search: null,
      retryOf: null,
      cursor: startOfRemap,
    });
    const view = await viewOf(tx, id);
    await keepAnswer?.(tx, view);
    return view;
  });
  nudge();
  return job;
}
