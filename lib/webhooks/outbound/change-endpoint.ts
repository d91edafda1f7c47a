/** Setting webhooks up, changing them, taking them away. Every address is checked before it is kept. */
import { prepareAudit, recordAudit } from "@/lib/audit";
import type { Actor } from "@/lib/auth";
import { findConnector } from "@/lib/connectors/registry";
import { assertAddressAllowed } from "@/lib/http/client";
import { findIntegration, integrationErrors } from "@/lib/integrations";
import { now } from "@/lib/platform/clock";
import { type Tx, withOrganization } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { enqueue, nudge } from "@/lib/queue";
import {
  assertWebhook,
  deleteEndpoint,
  type EndpointRow,
  endpointView,
  lockEndpoint,
  saveEndpoint,
} from "./endpoint-store";
import { assertFilter } from "./expression-filter";
import { deliverWebhooks } from "./jobs";
import {
  defaultRetry,
  type WebhookChange,
  type WebhookRequest,
  type WebhookView,
  type WebhookWithSecret,
} from "./schema";
import { addSecret, makeSecret } from "./secrets";

function connectorIdOf(ehrProvider: string | null | undefined): string | null {
  if (!ehrProvider) return null;
  const connector = findConnector(ehrProvider);
  if (connector) return connector.id;
  throw integrationErrors.unknown_connector({
    detail: "Give the id, name or provider of a connector that GET /api/integrations/connectors lists.",
    errors: [{ path: "ehrProvider", message: "no connector has this name" }],
  });
}

async function assertIntegration(tx: Tx, id: string | null): Promise<void> {
  if (id !== null && !(await findIntegration(tx, id))) throw integrationErrors.integration_not_found();
}

function audited(tx: Tx, actor: Actor, deed: string, recordId: string, fields: string[] = []): Promise<void> {
  return recordAudit(tx, actor, {
    action: `webhook.${deed}`,
    entity: "webhook_endpoints",
    recordId,
    target: { fields },
  });
}

/**
 * Sets a webhook up; its secret, given or made, is shown in this answer alone. `keep` runs in the same transaction.
 * Throws `endpoint_not_allowed`, `code_failed`, `unknown_connector`, `integration_not_found`.
 */
export async function createWebhook(
  actor: Actor,
  request: WebhookRequest,
  keep: (tx: Tx, view: WebhookWithSecret) => Promise<void> = async () => undefined,
): Promise<WebhookWithSecret> {
  await assertAddressAllowed(request.endpoint);
  assertFilter(request.filter);
  const owner = { id: newId(), organizationId: actor.organizationId };
  const secret = request.secret ?? makeSecret();
  const row: EndpointRow = {
    ...owner,
    protocol: "webhook",
    url: request.endpoint,
    description: request.description ?? null,
    events: request.events,
    connectorId: connectorIdOf(request.ehrProvider),
    integrationId: request.integrationId ?? null,
    filter: request.filter ?? null,
    algorithm: request.algorithm,
    secrets: await addSecret(owner, secret),
    payload: request.payload,
    maxAttempts: request.retry.maxAttempts,
    retrySeconds: request.retry.scheduleSeconds,
    timeoutMs: request.timeoutMs,
    enabled: request.enabled,
    disabledReason: null,
    createdAt: now(),
  };
  await prepareAudit(actor.organizationId);
  return withOrganization(actor, async (tx) => {
    await assertIntegration(tx, row.integrationId);
    await saveEndpoint(tx, row);
    await audited(tx, actor, "created", row.id);
    const view = { ...(await endpointView(tx, row.id)), secret };
    await keep(tx, view);
    return view;
  });
}

/** Whose events it hears of: naming a vendor lets go of the integration, and the other way round. */
function sourceOf(
  row: EndpointRow,
  change: WebhookChange,
): Pick<EndpointRow, "connectorId" | "integrationId"> {
  const { ehrProvider, integrationId } = change;
  if (integrationId) return { connectorId: null, integrationId };
  if (ehrProvider) return { connectorId: connectorIdOf(ehrProvider), integrationId: null };
  return {
    connectorId: ehrProvider === null ? null : row.connectorId,
    integrationId: integrationId === null ? null : row.integrationId,
  };
}

function changedRow(row: EndpointRow, change: WebhookChange): EndpointRow {
  const { endpoint, retry, ehrProvider, integrationId, ...plain } = change;
  const schedule = retry === null ? defaultRetry : retry;
  return {
    ...row,
    ...plain,
    ...sourceOf(row, change),
    ...(endpoint !== undefined && { url: endpoint }),
    ...(schedule && { maxAttempts: schedule.maxAttempts, retrySeconds: schedule.scheduleSeconds }),
    ...(change.enabled !== undefined && { disabledReason: null }),
  };
}

/**
 * Changes the keys that are sent; null clears. What waited while it was disabled is sent once it is enabled.
 * Throws `webhook_not_found`, `webhook_is_subscription`, `endpoint_not_allowed`, `code_failed`, `unknown_connector`, `integration_not_found`.
 */
export async function updateWebhook(actor: Actor, id: string, change: WebhookChange): Promise<WebhookView> {
  if (change.endpoint !== undefined) await assertAddressAllowed(change.endpoint);
  assertFilter(change.filter);
  await prepareAudit(actor.organizationId);
  const view = await withOrganization(actor, async (tx) => {
    const before = await lockEndpoint(tx, id);
    assertWebhook(before);
    const row = changedRow(before, change);
    if (change.integrationId) await assertIntegration(tx, change.integrationId);
    await saveEndpoint(tx, row);
    const { organizationId } = row;
    if (row.enabled)
      await enqueue(tx, deliverWebhooks, { organizationId, endpointId: id }, { organizationId });
    await audited(tx, actor, "changed", id, Object.keys(change));
    return endpointView(tx, id);
  });
  nudge();
  return view;
}

/** Makes a new secret and shows it; the one before stays valid for 24 hours. Throws `webhook_not_found`, `webhook_is_subscription`. */
export async function rotateWebhookSecret(
  actor: Actor,
  id: string,
  keep: (tx: Tx, view: WebhookWithSecret) => Promise<void> = async () => undefined,
): Promise<WebhookWithSecret> {
  const secret = makeSecret();
  await prepareAudit(actor.organizationId);
  return withOrganization(actor, async (tx) => {
    const row = await lockEndpoint(tx, id);
    assertWebhook(row);
    await saveEndpoint(tx, { ...row, secrets: await addSecret(row, secret, row.secrets) });
    await audited(tx, actor, "secret_rotated", id);
    const view = { ...(await endpointView(tx, id)), secret };
    await keep(tx, view);
    return view;
  });
}

/** Takes a webhook away with its delivery log. Throws `webhook_not_found`. */
export async function deleteWebhook(actor: Actor, id: string): Promise<void> {
  await prepareAudit(actor.organizationId);
  await withOrganization(actor, async (tx) => {
    await lockEndpoint(tx, id);
    await deleteEndpoint(tx, id);
    await audited(tx, actor, "deleted", id);
  });
}
