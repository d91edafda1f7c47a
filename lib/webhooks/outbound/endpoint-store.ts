/** Rows of webhook_endpoints, as code reads them and as clients see them. */
import { giveUpMessages } from "@/lib/messages";
import type { Tx } from "@/lib/platform/db";
import { idSchema } from "@/lib/platform/ids";
import type { TimePlace } from "@/lib/platform/list-page";
import { webhookErrors } from "./errors";
import type { EndpointProtocol, WebhookAlgorithm, WebhookFilter, WebhookView } from "./schema";
import type { SealedSecret } from "./secrets";

export interface EndpointRow {
  readonly id: string;
  readonly organizationId: string;
  readonly protocol: EndpointProtocol;
  readonly url: string;
  readonly description: string | null;
  readonly events: readonly string[];
  readonly connectorId: string | null;
  readonly integrationId: string | null;
  readonly filter: WebhookFilter | null;
  readonly algorithm: WebhookAlgorithm;
  readonly secrets: readonly SealedSecret[];
  readonly payload: "thin" | "full";
  readonly maxAttempts: number;
  readonly retrySeconds: readonly number[];
  readonly timeoutMs: number;
  readonly enabled: boolean;
  readonly disabledReason: string | null;
  readonly createdAt: Date;
}

/** An endpoint, and how long its receiver is left alone. */
interface HeldRow extends EndpointRow {
  readonly heldUntil: Date | null;
}

interface ViewedRow extends HeldRow {
  readonly failingSince: Date | null;
  readonly lastDeliveryAt: Date | null;
  readonly successRate24h: number | null;
}

const columns = `
  e.id, e.organization_id as "organizationId", e.protocol, e.url, e.description, e.events,
  e.connector_id as "connectorId", e.integration_id as "integrationId", e.filter, e.algorithm, e.secrets, e.payload, e.max_attempts as "maxAttempts",
  e.retry_seconds as "retrySeconds", e.timeout_ms as "timeoutMs", e.enabled, e.disabled_reason as "disabledReason",
  e.created_at as "createdAt", e.held_until as "heldUntil"`;

const viewed = `${columns}, e.failing_since as "failingSince", e.last_delivery_at as "lastDeliveryAt", (
    select avg(case when d.status = 'DELIVERED' then 1 else 0 end)::float8 from webhook_deliveries d
     where d.endpoint_id = e.id and d.finished_at > now() - interval '24 hours') as "successRate24h"`;

/** The endpoint of this id, or undefined: also for text that is no id. */
export async function lookUpEndpoint(tx: Tx, id: string, lock = false): Promise<HeldRow | undefined> {
  if (!idSchema.safeParse(id).success) return undefined;
  return tx.one<HeldRow>(
    `select ${columns} from webhook_endpoints e where e.id = $1 ${lock ? "for update" : ""}`,
    [id],
  );
}

/** The same, locked until the transaction ends. Throws `webhook_not_found`. */
export async function lockEndpoint(tx: Tx, id: string): Promise<EndpointRow> {
  const row = await lookUpEndpoint(tx, id, true);
  if (!row) throw webhookErrors.webhook_not_found();
  return row;
}

/** Throws `webhook_is_subscription` for what its client sets up through the façade. */
export function assertWebhook({ protocol }: EndpointRow): void {
  if (protocol === "webhook") return;
  throw webhookErrors.webhook_is_subscription({
    detail: "Its client changes it at /api/fhir/R4/Subscription; here it can be deleted and replayed.",
  });
}

/** Endpoints as clients see them, newest first, one more than `limit` when there are more. */
export async function endpointViews(tx: Tx, limit: number, after: TimePlace | null): Promise<WebhookView[]> {
  const rows = await tx.query<ViewedRow>(
    `select ${viewed} from webhook_endpoints e
      where ($1::timestamptz is null or (e.created_at, e.id) < ($1, $2::uuid))
      order by e.created_at desc, e.id desc limit $3`,
    [after?.at ?? null, after?.id ?? null, limit + 1],
  );
  return rows.map(viewOf);
}

/** One endpoint as clients see it. Throws `webhook_not_found`. */
export async function endpointView(tx: Tx, id: string): Promise<WebhookView> {
  const row = idSchema.safeParse(id).success
    ? await tx.one<ViewedRow>(`select ${viewed} from webhook_endpoints e where e.id = $1`, [id])
    : undefined;
  if (!row) throw webhookErrors.webhook_not_found();
  return viewOf(row);
}

function viewOf(row: ViewedRow): WebhookView {
  const [newest, previous] = row.secrets;
  return {
    id: row.id,
    protocol: row.protocol,
    endpoint: row.url,
    ehrProvider: row.connectorId,
    integrationId: row.integrationId,
    events: [...row.events],
    algorithm: row.algorithm,
    retry: { maxAttempts: row.maxAttempts, scheduleSeconds: [...row.retrySeconds] },
    timeoutMs: row.timeoutMs,
    filter: row.filter,
    payload: row.payload,
    enabled: row.enabled,
    description: row.description,
    secretHint: newest?.hint ?? "",
    previousSecretUntil: previous?.until ?? null,
    publicKey: row.algorithm === "ed25519" ? (newest?.publicKey ?? null) : null,
    disabledReason: row.disabledReason,
    createdAt: row.createdAt.toISOString(),
    failingSince: row.failingSince?.toISOString() ?? null,
    heldUntil: row.heldUntil?.toISOString() ?? null,
    lastDeliveryAt: row.lastDeliveryAt?.toISOString() ?? null,
    successRate24h: row.successRate24h,
  };
}

/** Takes an endpoint away with its delivery log. */
export async function deleteEndpoint(tx: Tx, id: string): Promise<void> {
  const tried = await tx.query<{ id: string }>(
    "select id from webhook_deliveries where endpoint_id = $1 and finished_at is null and tries > 0",
    [id],
  );
  const ids = tried.map((delivery) => delivery.id);
  await giveUpMessages(tx, ids, "Its endpoint was deleted.");
  await tx.execute("delete from webhook_endpoints where id = $1", [id]);
}

/** Lets a receiver be asked again at once. */
export async function releaseEndpoint(tx: Tx, id: string): Promise<void> {
  await tx.execute("update webhook_endpoints set held_until = null where id = $1", [id]);
}

/** Writes a row, new or changed; a change lets it be asked at once, and enabling it starts its row of failures anew. */
export async function saveEndpoint(tx: Tx, row: EndpointRow): Promise<void> {
  await tx.execute(
    `insert into webhook_endpoints as e (id, organization_id, url, description, events, connector_id, integration_id,
            filter, algorithm, secrets, payload, max_attempts, retry_seconds, timeout_ms, enabled, disabled_reason,
            created_at, protocol)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
     on conflict (id) do update
        set url = excluded.url, description = excluded.description, events = excluded.events,
            connector_id = excluded.connector_id, integration_id = excluded.integration_id, filter = excluded.filter,
            algorithm = excluded.algorithm, secrets = excluded.secrets, payload = excluded.payload,
            max_attempts = excluded.max_attempts, retry_seconds = excluded.retry_seconds,
            timeout_ms = excluded.timeout_ms, enabled = excluded.enabled, disabled_reason = excluded.disabled_reason,
            held_until = null,
            failures = case when e.enabled = excluded.enabled then e.failures else 0 end,
            failing_since = case when e.enabled = excluded.enabled then e.failing_since end,
            last_error = case when e.enabled = excluded.enabled then e.last_error end`,
    [
      row.id,
      row.organizationId,
      row.url,
      row.description,
      row.events,
      row.connectorId,
      row.integrationId,
      row.filter && JSON.stringify(row.filter),
      row.algorithm,
      JSON.stringify(row.secrets),
      row.payload,
      row.maxAttempts,
      row.retrySeconds,
      row.timeoutMs,
      row.enabled,
      row.disabledReason,
      row.createdAt,
      row.protocol,
    ],
  );
}
