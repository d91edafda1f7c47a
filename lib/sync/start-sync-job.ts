/** Accepts a sync job: its row, its checkpoint and the queue row that drives it commit together. */
import { recordAudit } from "@/lib/audit";
import { type Actor, actorRef } from "@/lib/auth";
import type { Connector, Entity, EntityAccess } from "@/lib/connectors/contract";
import { connectorById } from "@/lib/connectors/registry";
import {
  enabledEntities,
  findIntegration,
  type IntegrationRow,
  inboundEntities,
  outboundEntities,
} from "@/lib/integrations";
import { now } from "@/lib/platform/clock";
import { type Tx, withOrganization } from "@/lib/platform/db";
import { idSchema, newId } from "@/lib/platform/ids";
import { enqueue, nudge, priorities } from "@/lib/queue";
import { entitiesOf, inDependencyOrder } from "./entities";
import { syncErrors } from "./errors";
import { findSyncJob, syncJobView } from "./job-store";
import { driverOf } from "./jobs";
import type { JobCursor } from "./run/checkpoint";
import { startCursor, startOfPush } from "./run/checkpoint";
import type { SyncJob, SyncJobRequest } from "./schema";
import { tell } from "./story";

export const directionOf = { pull: "INBOUND", push: "OUTBOUND", bidirectional: "BIDIRECTIONAL" } as const;

/** What a job row is made of, whoever asks for it. */
interface NewSyncJob {
  readonly integrationId: string;
  readonly type: string;
  readonly direction: string;
  readonly mode: string;
  readonly priority: keyof typeof priorities;
  readonly trigger: string;
  readonly entities: readonly string[];
  readonly patientId: string | null;
  readonly remotePatientId: string | null;
  readonly search: Record<string, string> | null;
  readonly retryOf: string | null;
  readonly cursor: JobCursor;
}

/** Inserts the job with its checkpoint and enqueues it, in the caller's transaction. */
export async function insertSyncJob(tx: Tx, actor: Actor, job: NewSyncJob): Promise<string> {
  const id = newId();
  await tx.execute(
    `insert into sync_jobs (id, organization_id, integration_id, type, direction, mode, priority, trigger, entities,
                            patient_id, remote_patient_id, search, requested_by, retry_of, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
    [
      id,
      actor.organizationId,
      job.integrationId,
      job.type,
      job.direction,
      job.mode,
      job.priority,
      job.trigger,
      job.entities,
      job.patientId,
      job.remotePatientId,
      job.search === null ? null : JSON.stringify(job.search),
      JSON.stringify(actorRef(actor)),
      job.retryOf,
      now(),
    ],
  );
  await tx.execute("insert into sync_checkpoints (job_id, organization_id, cursor) values ($1, $2, $3)", [
    id,
    actor.organizationId,
    JSON.stringify(job.cursor),
  ]);
  const payload = { syncJobId: id, organizationId: actor.organizationId, integrationId: job.integrationId };
  await enqueue(tx, driverOf(job.type), payload, {
    organizationId: actor.organizationId,
    priority: priorities[job.priority],
  });
  await tell(tx, { jobId: id, ...payload }, `Asked for by ${actor.name}`);
  await recordAudit(tx, actor, { action: "sync.start", entity: "sync_jobs", recordId: id });
  return id;
}

function assertCanRun(integration: IntegrationRow, { ehrProvider }: SyncJobRequest): void {
  const connector = connectorById(integration.connectorId);
  const names = [integration.connectorId, connector?.name, connector?.provider].map((name) =>
    name?.toLowerCase(),
  );
  if (ehrProvider && !names.includes(ehrProvider.toLowerCase())) {
    throw syncErrors.provider_mismatch({
      detail: `This integration belongs to ${connector?.name ?? integration.connectorId}.`,
    });
  }
  assertActive(integration);
}

/** Throws `integration_not_active` with what to do about it. */
export function assertActive(integration: IntegrationRow): void {
  if (integration.status === "active") return;
  throw syncErrors.integration_not_active({ detail: whyNotActive(integration) });
}

function whyNotActive({ status, statusReason }: IntegrationRow): string {
  if (status !== "error") return `It is ${status}. Test it and set it to active, then start the sync again.`;
  const reason = statusReason ?? "Its connection does not work.";
  return `${reason} It is active again as soon as a connection test passes.`;
}

interface Resolved {
  readonly entities: readonly Entity[];
  /** Those of them that come in. */
  readonly inbound: readonly Entity[];
}

const oneWay = (way: "in" | "out") =>
  syncErrors.direction_not_supported({
    detail: `The settings of the integration keep all of these records to one way, ${way}.`,
  });

/** What of `asked` a run in a direction has to do with. Throws `direction_not_supported`. */
function inDirection(
  direction: string,
  asked: readonly Entity[],
  connector: Connector,
  enabled: readonly EntityAccess[],
): Resolved {
  const among = (list: readonly Entity[]) => asked.filter((entity) => list.includes(entity));
  const inbound = among(inboundEntities(enabled));
  if (direction === "OUTBOUND" && among(outboundEntities(connector, enabled)).length === 0)
    throw oneWay("in");
  if (direction === "INBOUND" && inbound.length === 0) throw oneWay("out");
  return { entities: direction === "INBOUND" ? inbound : asked, inbound };
}

function resolveEntities(integration: IntegrationRow, request: SyncJobRequest, direction: string): Resolved {
  const connector = connectorById(integration.connectorId);
  if (!connector) throw syncErrors.unknown_connection();
  if (!connector.pull && direction !== "OUTBOUND") throw syncErrors.nothing_to_ask();
  const onePatient = Boolean(request.patientId ?? request.remotePatientId ?? request.search);
  const enabled = enabledEntities(connector, integration.entityMappings);
  const inOrder = inDependencyOrder(enabled.map(({ entity }) => entity));
  const asked = entitiesOf(request.type, onePatient, inOrder);
  if (asked.length === 0) {
    throw syncErrors.entity_not_enabled({
      detail: `${request.type} needs records that are switched off here or that ${connector.name} does not have.`,
    });
  }
  return inDirection(direction, asked, connector, enabled);
}

async function assertPatient(tx: Tx, id: string): Promise<void> {
  const known = idSchema.safeParse(id).success
    ? await tx.one(
        "select 1 from entity_records where id = $1 and entity = 'patients' and deleted_at is null",
        [id],
      )
    : undefined;
  if (!known) throw syncErrors.unknown_patient();
}

/** The vendor's id of one of our patients; null for one that is only to be pushed. */
async function remotePatient(
  tx: Tx,
  integrationId: string,
  request: SyncJobRequest,
  direction: string,
): Promise<string | null> {
  if (request.patientId && direction === "OUTBOUND") {
    await assertPatient(tx, request.patientId);
    return request.remotePatientId ?? null;
  }
  if (request.remotePatientId) return request.remotePatientId;
  if (!request.patientId) return null;
  const id = idSchema.safeParse(request.patientId);
  const link = id.success
    ? await tx.one<{ remote_id: string }>(
        "select remote_id from sync_links where record_id = $1 and integration_id = $2 and entity = 'patients'",
        [id.data, integrationId],
      )
    : undefined;
  if (!link) {
    throw syncErrors.unknown_patient({ detail: "No patient of this id is linked with the integration." });
  }
  return link.remote_id;
}

/** As asked; else full, until each of the entities was once read completely. */
export async function modeOf(
  tx: Tx,
  integrationId: string,
  entities: readonly string[],
  asked?: string,
): Promise<string> {
  if (asked) return asked;
  const whole = await tx.one<{ count: string }>(
    `select count(*) from sync_watermarks where integration_id = $1 and entity = any($2::text[]) and complete_at is not null`,
    [integrationId, entities],
  );
  return Number(whole?.count ?? 0) === entities.length ? "INCREMENTAL" : "FULL";
}

/** Reads the job as clients see it; it was written in this transaction. */
export async function viewOf(tx: Tx, id: string): Promise<SyncJob> {
  const row = await findSyncJob(tx, id);
  if (!row) throw syncErrors.sync_job_not_found();
  return syncJobView(row);
}

export interface StartOptions {
  readonly trigger?: SyncJob["trigger"];
  /** Kept in the job's own transaction, such as the answer to an Idempotency-Key. */
  readonly keepAnswer?: (tx: Tx, job: SyncJob) => Promise<void>;
}

/** Accepts a job in the caller's transaction, who calls `nudge()` after it; answers its id. */
export async function acceptSyncJob(
  tx: Tx,
  actor: Actor,
  request: SyncJobRequest,
  trigger: SyncJob["trigger"],
): Promise<string> {
  const integration = await findIntegration(tx, request.ehrConnectionId);
  if (!integration) throw syncErrors.unknown_connection();
  assertCanRun(integration, request);
  const direction = request.direction ?? directionOf[integration.syncDirection];
  const { entities, inbound } = resolveEntities(integration, request, direction);
  return insertSyncJob(tx, actor, {
    integrationId: integration.id,
    type: request.type,
    direction,
    mode: await modeOf(tx, integration.id, inbound, request.mode),
    priority: request.priority,
    trigger,
    entities,
    patientId: request.patientId ?? null,
    remotePatientId: await remotePatient(tx, integration.id, request, direction),
    search: request.search ? { ...request.search } : null,
    retryOf: null,
    cursor: direction === "OUTBOUND" ? startOfPush : startCursor,
  });
}

/**
 * Starts a sync job. The first run of an integration is a full one; a second job of an integration waits
 * until the first has ended.
 */
export async function startSyncJob(
  actor: Actor,
  request: SyncJobRequest,
  { trigger = actor.kind === "user" ? "manual" : "api", keepAnswer }: StartOptions = {},
): Promise<SyncJob> {
  const job = await withOrganization(actor, async (tx) => {
    const view = await viewOf(tx, await acceptSyncJob(tx, actor, request, trigger));
    await keepAnswer?.(tx, view);
    return view;
  });
  nudge();
  return job;
}
