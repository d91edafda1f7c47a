/** Reading webhooks and their delivery logs. */
import type { Actor } from "@/lib/auth";
import { withOrganization } from "@/lib/platform/db";
import { type Paged, pageOf, type TimePlace } from "@/lib/platform/list-page";
import { selectDeliveries } from "./delivery-store";
import { endpointView, endpointViews } from "./endpoint-store";
import type { DeliveryQuery, DeliveryView, WebhookView } from "./schema";

/** A page of webhooks, newest first. */
export async function listWebhooks(
  actor: Actor,
  limit: number,
  after: TimePlace | null,
): Promise<Paged<WebhookView>> {
  const rows = await withOrganization(actor, (tx) => endpointViews(tx, limit, after));
  return pageOf(rows, limit, (last) => ({ at: last.createdAt, id: last.id }));
}

/** One webhook. Throws `webhook_not_found`. */
export function readWebhook(actor: Actor, id: string): Promise<WebhookView> {
  return withOrganization(actor, (tx) => endpointView(tx, id));
}

/** A page of a webhook's deliveries, newest first. Throws `webhook_not_found`. */
export function listDeliveries(
  actor: Actor,
  id: string,
  query: DeliveryQuery,
  limit: number,
  after: string | null,
): Promise<Paged<DeliveryView, string>> {
  return withOrganization(actor, async (tx) => {
    await endpointView(tx, id);
    return selectDeliveries(tx, id, query, limit, after);
  });
}
