/** Synchronisation as one integration shows it: starting it, its jobs, its figures. */
import type { Actor } from "@/lib/auth";
import { connectorById } from "@/lib/connectors/registry";
import { enabledEntities, findIntegration, type IntegrationRow, integrationErrors } from "@/lib/integrations";
import { type Tx, withOrganization } from "@/lib/platform/db";
import type { Paged, TimePlace } from "@/lib/platform/list-page";
import { jobTypeOf } from "./entities";
import { syncErrors } from "./errors";
import { listSyncJobs, readSyncJob } from "./list-sync-jobs";
import type {
  IntegrationStats,
  IntegrationSyncRequest,
  JobType,
  SyncJob,
  SyncJobDetail,
  SyncJobQuery,
} from "./schema";
import { assertActive, directionOf, type StartOptions, startSyncJob } from "./start-sync-job";

async function requireIntegration(tx: Tx, id: string): Promise<IntegrationRow> {
  const integration = await findIntegration(tx, id);
  if (!integration) throw integrationErrors.integration_not_found();
  return integration;
}

/** The job type of what is asked for. Throws `entity_off`, also when nothing at all is switched on. */
function typeOf({ connectorId, entityMappings }: IntegrationRow, entity: string | undefined): JobType {
  const connector = connectorById(connectorId);
  const enabled = connector ? enabledEntities(connector, entityMappings).map((access) => access.entity) : [];
  const type = entity === undefined ? "FULL_SYNC" : jobTypeOf(entity);
  if (type && (entity === undefined ? enabled.length > 0 : enabled.some((each) => each === entity)))
    return type;
  throw syncErrors.entity_off({
    detail: entity
      ? `Switch on ${entity} in its settings first.`
      : "Switch on some records in its settings first.",
  });
}

function jobDirection(direction: IntegrationSyncRequest["direction"]): SyncJob["direction"] | undefined {
  switch (direction) {
    case "pull":
    case "push":
    case "bidirectional":
      return directionOf[direction];
    default:
      return direction;
  }
}

/**
 * Starts a sync of an integration by hand: of one entity, or of all it synchronises. Throws `integration_not_found`,
 * `integration_not_active`, `sync_not_enabled`, `entity_off`, `nothing_to_ask`.
 */
export async function syncIntegration(
  actor: Actor,
  id: string,
  { entity, mode, direction, priority }: IntegrationSyncRequest,
  keepAnswer?: StartOptions["keepAnswer"],
): Promise<SyncJob> {
  const integration = await withOrganization(actor, (tx) => requireIntegration(tx, id));
  assertActive(integration);
  if (!integration.syncEnabled) {
    throw syncErrors.sync_not_enabled({ detail: "Switch it on in the settings of the integration." });
  }
  const type = typeOf(integration, entity);
  const request = { type, ehrConnectionId: id, mode, direction: jobDirection(direction), priority };
  return startSyncJob(actor, request, { trigger: "manual", keepAnswer });
}

/** The jobs of an integration, newest first. Throws `integration_not_found`. */
export async function listIntegrationJobs(
  actor: Actor,
  id: string,
  query: SyncJobQuery,
  limit: number,
  after: TimePlace | null,
): Promise<Paged<SyncJob>> {
  await withOrganization(actor, (tx) => requireIntegration(tx, id));
  return listSyncJobs(actor, { ...query, ehrConnectionId: id }, limit, after);
}

/** A job of this integration; that of another is not found. */
export async function readIntegrationJob(actor: Actor, id: string, jobId: string): Promise<SyncJobDetail> {
  const job = await readSyncJob(actor, jobId);
  if (job.ehrConnectionId !== id) throw syncErrors.sync_job_not_found();
  return job;
}

interface Sums {
  jobs: number;
  synced: number;
  failed: number;
  duration_ms: number;
}

async function sumsOf(tx: Tx, id: string): Promise<Sums> {
  const sums = await tx.one<Sums>(
    `select coalesce(sum(jobs), 0)::float8 as jobs, coalesce(sum(failed), 0)::float8 as failed,
            coalesce(sum(added + changed + deleted + unchanged + conflicted), 0)::float8 as synced,
            coalesce(sum(duration_ms), 0)::float8 as duration_ms
       from sync_rollups where integration_id = $1`,
    [id],
  );
  return sums ?? { jobs: 0, synced: 0, failed: 0, duration_ms: 0 };
}

async function jobCounts(tx: Tx, organizationId: string, id: string): Promise<IntegrationStats["jobs"]> {
  const rows = await tx.query<{ status: string; count: number }>(
    `select status, count(*)::int as count from sync_jobs
      where organization_id = $1 and integration_id = $2 group by status`,
    [organizationId, id],
  );
  const of = (status: string) => rows.find((row) => row.status === status)?.count ?? 0;
  return {
    total: rows.reduce((sum, { count }) => sum + count, 0),
    completed: of("COMPLETED"),
    failed: of("FAILED"),
  };
}

/** What an integration synchronises or has records of: how many are linked, and how many conflicts are open. */
function byEntity(tx: Tx, id: string): Promise<IntegrationStats["byEntity"]> {
  return tx.query(
    `select coalesce(l.entity, c.entity) as entity, coalesce(l.linked, 0)::float8 as records,
            coalesce(c.open, 0)::int as conflicts
       from (select entity, linked from link_counts where integration_id = $1) l
       full join (select entity, count(*) as open from sync_conflicts
                   where integration_id = $1 and status = 'OPEN' group by entity) c on c.entity = l.entity
      order by 1`,
    [id],
  );
}

/**
 * The figures of an integration since it was set up. They come from rollups, counts kept by triggers and indexes, so
 * their cost does not grow with pages or records. Throws `integration_not_found`.
 */
export async function readIntegrationStats(actor: Actor, id: string): Promise<IntegrationStats> {
  return withOrganization(actor, async (tx) => {
    const { lastSyncAt } = await requireIntegration(tx, id);
    const { jobs: completed, synced, failed, duration_ms: durationMs } = await sumsOf(tx, id);
    return {
      jobs: await jobCounts(tx, actor.organizationId, id),
      recordsSynced: synced,
      errorRate: synced + failed > 0 ? Math.round((failed / (synced + failed)) * 10_000) / 100 : 0,
      averageDurationMs: completed > 0 ? Math.round(durationMs / completed) : null,
      lastSyncAt: lastSyncAt?.toISOString() ?? null,
      byEntity: await byEntity(tx, id),
    };
  });
}
