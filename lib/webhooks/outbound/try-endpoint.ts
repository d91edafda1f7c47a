/** What a person does to see a webhook work: a test message, and a delivery once more. */
import { prepareAudit, recordAudit } from "@/lib/audit";
import type { Actor } from "@/lib/auth";
import { now } from "@/lib/platform/clock";
import { type Tx, withOrganization } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { enqueue, nudge } from "@/lib/queue";
import { restartDelivery } from "./delivery-store";
import { assertWebhook, lockEndpoint, lookUpEndpoint, releaseEndpoint } from "./endpoint-store";
import { webhookErrors } from "./errors";
import { deliverWebhooks } from "./jobs";
import type { DeliveryView, WebhookTestResult } from "./schema";
import { send } from "./send";

/** Sends a signed message of type webhook.test at once; it is not part of the log. Throws `webhook_not_found`, `webhook_is_subscription`. */
export async function testWebhook(actor: Actor, id: string): Promise<WebhookTestResult> {
  const endpoint = await withOrganization(actor, (tx) => lookUpEndpoint(tx, id));
  if (!endpoint) throw webhookErrors.webhook_not_found();
  assertWebhook(endpoint);
  const messageId = newId();
  const body = { type: "webhook.test", timestamp: now().toISOString(), data: { id: messageId } };
  const { attempt, delivered } = await send(endpoint, { id: messageId, body: JSON.stringify(body) });
  return {
    success: delivered,
    status: attempt.status,
    latency: attempt.durationMs,
    message: attempt.error ?? "Delivered",
  };
}

/**
 * Sends a delivery once more, under the same webhook-id and with all its tries. `keep` runs in the same transaction.
 * Throws `webhook_not_found`, `delivery_not_found`, `webhook_disabled`.
 */
export async function replayDelivery(
  actor: Actor,
  id: string,
  deliveryId: string,
  keep: (tx: Tx, view: DeliveryView) => Promise<void> = async () => undefined,
): Promise<DeliveryView> {
  await prepareAudit(actor.organizationId);
  const delivery = await withOrganization(actor, async (tx) => {
    const { enabled, organizationId } = await lockEndpoint(tx, id);
    if (!enabled) throw webhookErrors.webhook_disabled({ detail: "Enable it, then replay." });
    const restarted = await restartDelivery(tx, id, deliveryId);
    await releaseEndpoint(tx, id);
    await enqueue(tx, deliverWebhooks, { organizationId, endpointId: id }, { organizationId });
    await recordAudit(tx, actor, {
      action: "webhook.replayed",
      entity: "webhook_endpoints",
      recordId: id,
      target: { deliveryId },
    });
    await keep(tx, restarted);
    return restarted;
  });
  nudge();
  return delivery;
}
