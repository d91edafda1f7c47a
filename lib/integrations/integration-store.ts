/** The integrations table: rows in, rows out. */
import type { ActorRef } from "@/lib/auth";
import type { AuthType, IntegrationType, SyncDirection, SyncStrategy } from "@/lib/connectors/contract";
import { publishedKeysUrl } from "@/lib/connectors/protocols/smart-on-fhir";
import { connectorById } from "@/lib/connectors/registry";
import { now } from "@/lib/platform/clock";
import { isUniqueViolation, type Tx } from "@/lib/platform/db";
import { idSchema } from "@/lib/platform/ids";
import type { TimePlace } from "@/lib/platform/list-page";
import { type SealedCredentials, viewCredentials } from "./credentials";
import { integrationErrors } from "./errors";
import { followRealTime } from "./real-time";
import { nextRunAfter } from "./schedule";
import type {
  EntityMapping,
  FieldMappings,
  IntegrationQuery,
  IntegrationStatus,
  IntegrationView,
  Schedule,
} from "./schema";

/** An integration as it is stored. */
export interface IntegrationRow {
  readonly id: string;
  readonly organizationId: string;
  readonly name: string;
  readonly connectorId: string;
  readonly provider: string;
  readonly type: IntegrationType;
  readonly status: IntegrationStatus;
  readonly statusReason: string | null;
  readonly authType: AuthType;
  readonly credentials: SealedCredentials;
  readonly syncDirection: SyncDirection;
  readonly syncStrategy: SyncStrategy;
  readonly schedule: Schedule | null;
  readonly syncEnabled: boolean;
  readonly entityMappings: readonly EntityMapping[];
  /** In force, by entity; they have versions and a table of their own. */
  readonly fieldMappings: FieldMappings;
  readonly capabilities: readonly string[];
  readonly version: string;
  readonly createdBy: ActorRef | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly lastSyncAt: Date | null;
  /** How many records are linked with the system. */
  readonly records: number;
}

const columns = `id, organization_id as "organizationId", name, connector_id as "connectorId", provider, type, status,
  status_reason as "statusReason", auth_type as "authType", credentials, sync_direction as "syncDirection",
  sync_strategy as "syncStrategy", schedule, sync_enabled as "syncEnabled", entity_mappings as "entityMappings",
  coalesce((select jsonb_object_agg(m.entity, m.fields) filter (where m.fields <> '[]')
     from (select distinct on (entity) entity, fields from field_mappings
            where integration_id = integrations.id order by entity, version desc) m), '{}') as "fieldMappings", capabilities, version, created_by as "createdBy", created_at as "createdAt", updated_at as "updatedAt",
  last_sync_at as "lastSyncAt",
  (select coalesce(sum(c.linked), 0)::float8 from link_counts c where c.integration_id = integrations.id) as records`;

/** The integration of this id, or undefined: also for text that is no id. */
export async function findIntegration(tx: Tx, id: string): Promise<IntegrationRow | undefined> {
  if (!idSchema.safeParse(id).success) return undefined;
  return tx.one<IntegrationRow>(`select ${columns} from integrations where id = $1`, [id]);
}

/** The same, locked until the transaction ends. Throws `integration_not_found`. */
export async function lockIntegration(tx: Tx, id: string): Promise<IntegrationRow> {
  const row = idSchema.safeParse(id).success
    ? await tx.one<IntegrationRow>(`select ${columns} from integrations where id = $1 for update`, [id])
    : undefined;
  if (!row) throw integrationErrors.integration_not_found();
  return row;
}

/** Integrations, newest first, one more than `limit` when there are more. */
export function selectIntegrations(
  tx: Tx,
  query: IntegrationQuery,
  limit: number,
  after: TimePlace | null,
): Promise<IntegrationRow[]> {
  return tx.query<IntegrationRow>(
    `select ${columns} from integrations
      where ($1::text is null or status = $1) and ($2::text is null or type = $2)
        and ($3::text is null or connector_id = $3)
        and ($4::timestamptz is null or (created_at, id) < ($4, $5::uuid))
      order by created_at desc, id desc limit $6`,
    [
      query.status ?? null,
      query.type ?? null,
      query.connectorId ?? null,
      after?.at ?? null,
      after?.id ?? null,
      limit + 1,
    ],
  );
}

async function refusingTakenNames<T>(write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (cause) {
    if (!isUniqueViolation(cause, "integrations_organization_id_name_key")) throw cause;
    throw integrationErrors.integration_name_taken({ detail: "Choose another name.", cause });
  }
}

/** What changes between two versions of a row, in the order of the statements below. */
function changing(row: IntegrationRow): unknown[] {
  return [
    row.id,
    row.name,
    row.status,
    row.statusReason,
    row.authType,
    JSON.stringify(row.credentials),
    row.syncDirection,
    row.syncStrategy,
    row.schedule && JSON.stringify(row.schedule),
    row.syncEnabled,
    JSON.stringify(row.entityMappings),
    row.capabilities,
    row.version,
    row.updatedAt,
  ];
}

/** Throws `integration_name_taken`. */
export async function insertIntegration(tx: Tx, row: IntegrationRow): Promise<void> {
  await refusingTakenNames(
    tx.execute(
      `insert into integrations (id, name, status, status_reason, auth_type, credentials, sync_direction,
              sync_strategy, schedule, sync_enabled, entity_mappings, capabilities, version, updated_at,
              organization_id, connector_id, provider, type, created_by, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)`,
      [
        ...changing(row),
        row.organizationId,
        row.connectorId,
        row.provider,
        row.type,
        JSON.stringify(row.createdBy),
        row.createdAt,
      ],
    ),
  );
  await followRealTime(tx, row);
}

/** Writes a changed row and answers it with its new time. Throws `integration_name_taken`. */
export async function updateIntegrationRow(tx: Tx, row: IntegrationRow): Promise<IntegrationRow> {
  const changed = { ...row, updatedAt: now() };
  await refusingTakenNames(
    tx.execute(
      `update integrations
          set name = $2, status = $3, status_reason = $4, auth_type = $5, credentials = $6, sync_direction = $7,
              sync_strategy = $8, schedule = $9, sync_enabled = $10, entity_mappings = $11,
              capabilities = $12, version = $13, updated_at = $14,
              next_sync_at = case when (status, sync_strategy, schedule, sync_enabled) is distinct from ($3, $8, $9::jsonb, $10)
                                  then null else next_sync_at end
        where id = $1`,
      changing(changed),
    ),
  );
  await followRealTime(tx, changed);
  return changed;
}

/** Names the state of an integration: every change of its settings or its status makes it another one. */
export function integrationETag({ updatedAt }: { readonly updatedAt: Date | string }): string {
  return `"${new Date(updatedAt).toISOString()}"`;
}

/** When the schedule comes round next; null while nothing would then be done. */
function nextRunAt(row: IntegrationRow): string | null {
  if (row.status !== "active" || !row.syncEnabled || !connectorById(row.connectorId)?.pull) return null;
  return nextRunAfter(row, now())?.toISOString() ?? null;
}

/** The integration as clients see it: of its credentials only that they are set. */
export function integrationView(row: IntegrationRow): IntegrationView {
  const connector = connectorById(row.connectorId);
  return {
    ...row,
    credentials: viewCredentials(connector, row.credentials),
    entityMappings: [...row.entityMappings],
    capabilities: [...row.capabilities],
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    lastSyncAt: row.lastSyncAt?.toISOString() ?? null,
    nextRunAt: nextRunAt(row),
    publicKeysUrl: connector?.needsSigningKey ? publishedKeysUrl(row.id) : null,
    health: null,
  };
}
