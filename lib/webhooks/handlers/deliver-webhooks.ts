/** Sends what an endpoint is due. A worker that dies after a send repeats it, under the same webhook-id. */
import { prepareAudit, recordAudit } from "@/lib/audit";
import { systemActor } from "@/lib/auth";
import { nowMs } from "@/lib/platform/clock";
import { type Tx, withOrganization } from "@/lib/platform/db";
import { handle, type JobContext, type SliceOutcome } from "@/lib/queue";
import { type NextDelivery, nextDelivery } from "../outbound/delivery-store";
import { type EndpointRow, lookUpEndpoint } from "../outbound/endpoint-store";
import { deliverWebhooks, type EndpointRef } from "../outbound/jobs";
import { type Message, messageOf } from "../outbound/message";
import { send } from "../outbound/send";
import { settle } from "../outbound/settle";

interface Due {
  readonly endpoint: EndpointRow;
  readonly delivery: NextDelivery;
  readonly message: Message;
}

async function readDue(tx: Tx, endpointId: string): Promise<Due | undefined> {
  const endpoint = await lookUpEndpoint(tx, endpointId);
  if (!endpoint?.enabled || (endpoint.heldUntil?.getTime() ?? 0) > nowMs()) return undefined;
  const delivery = await nextDelivery(tx, endpointId);
  return delivery && { endpoint, delivery, message: await messageOf(tx, delivery, endpoint.payload) };
}

/** That a record leaves us whole is kept, as when somebody reads it; before the send, for it may arrive unanswered. */
async function auditDisclosure(tx: Tx, { endpoint, delivery, message }: Due): Promise<void> {
  if (!message.holdsRecord) return;
  const { organizationId, id } = endpoint;
  await recordAudit(tx, systemActor(organizationId, { kind: "webhook", id, name: "Webhook" }), {
    action: "records.sent",
    entity: delivery.entity,
    recordId: delivery.recordId,
    target: { deliveryId: delivery.id, version: delivery.version },
  });
}

async function deliver(context: JobContext<EndpointRef>): Promise<SliceOutcome | undefined> {
  const { organizationId, endpointId } = context.payload;
  const scope = { organizationId };
  await prepareAudit(organizationId);
  while (!context.signal.aborted && nowMs() < context.sliceEndsAt) {
    const due = await withOrganization(scope, async (tx) => {
      const found = await readDue(tx, endpointId);
      if (found) await auditDisclosure(tx, found);
      return found;
    });
    if (!due) return undefined;
    const sent = await send(due.endpoint, due.message, context.signal);
    await withOrganization(scope, async (tx) => {
      await settle(tx, due.endpoint, due.delivery, sent);
      // Last, because it locks the job's row in the queue, whose lease is renewed meanwhile.
      await context.advance(tx);
    });
  }
  return { again: true };
}

export const deliverWebhooksHandler = handle(deliverWebhooks, deliver);
