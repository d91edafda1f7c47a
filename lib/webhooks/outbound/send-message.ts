/** Sends a message through an endpoint's own queue, signed as all that goes there. */
import { now } from "@/lib/platform/clock";
import type { Tx } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { enqueue } from "@/lib/queue";
import { type EndpointRow, lookUpEndpoint } from "./endpoint-store";
import { deliverWebhooks } from "./jobs";
import { messageEvent } from "./schema";

/** The webhook of this id; undefined where there is none, also for what a FHIR client set up. */
async function findWebhook(tx: Tx, id: string): Promise<EndpointRow | undefined> {
  const endpoint = await lookUpEndpoint(tx, id);
  return endpoint?.protocol === "webhook" ? endpoint : undefined;
}

/** Puts the message `messageId` into the queue of an endpoint; false where that is not there or not enabled. */
export async function sendMessageByWebhook(tx: Tx, endpointId: string, messageId: string): Promise<boolean> {
  const endpoint = await findWebhook(tx, endpointId);
  if (!endpoint?.enabled) return false;
  const { organizationId } = endpoint;
  const [eventId, at] = [newId(), now()];
  await tx.execute(
    `insert into webhook_events (id, organization_id, type, entity, record_id, at) values ($1, $2, $3, 'messages', $4, $5)`,
    [eventId, organizationId, messageEvent, messageId, at],
  );
  await tx.execute(
    `insert into webhook_deliveries (id, organization_id, endpoint_id, event_id, event_type, next_attempt_at, created_at)
     values ($1, $2, $3, $4, $5, $6, $6)`,
    [newId(), organizationId, endpointId, eventId, messageEvent, at],
  );
  await enqueue(tx, deliverWebhooks, { organizationId, endpointId }, { organizationId });
  return true;
}
