/** Sends what an endpoint is due. A worker that dies after a send repeats it, under the same webhook-id. */
import { prepareAudit, recordAudit } from "@/lib/audit";
import { systemActor } from "@/lib/auth";
import { nowMs } from "@/lib/platform/clock";
import { type Tx, withOrganization } from "@/lib/platform/db";
import { handle, type JobContext, type SliceOutcome } from "@/lib/queue";
import { dropDelivery, type NextDelivery, nextDelivery } from "../outbound/delivery-store";
import { type EndpointRow, lookUpEndpoint } from "../outbound/endpoint-store";
import { judge } from "../outbound/expression-filter";
import { deliverWebhooks, type EndpointRef } from "../outbound/jobs";
import { type Message, messageOf } from "../outbound/message";
import { type Sent, send } from "../outbound/send";
import { settle } from "../outbound/settle";

interface Due {
  readonly endpoint: EndpointRow;
  readonly delivery: NextDelivery;
  readonly message: Message;
  /** The message whole, for an expression to look into; absent when there is none. */
  readonly whole?: Message;
}

async function readDue(tx: Tx, endpointId: string): Promise<Due | undefined> {
  const endpoint = await lookUpEndpoint(tx, endpointId);
  if (!endpoint?.enabled || (endpoint.heldUntil?.getTime() ?? 0) > nowMs()) return undefined;
  const delivery = await nextDelivery(tx, endpointId);
  if (!delivery) return undefined;
  const message = await messageOf(tx, delivery, endpoint.payload);
  if (!endpoint.filter?.expression) return { endpoint, delivery, message };
  return { endpoint, delivery, message, whole: await messageOf(tx, delivery, "full") };
}

/** That a record leaves us whole is kept, as when somebody reads it; before the send, for it may arrive unanswered. */
async function auditDisclosure(tx: Tx, { endpoint, delivery }: Due): Promise<void> {
  const { organizationId, id } = endpoint;
  await recordAudit(tx, systemActor(organizationId, { kind: "webhook", id, name: "Webhook" }), {
    action: "records.sent",
    entity: delivery.entity,
    recordId: delivery.recordId,
    target: { deliveryId: delivery.id, version: delivery.version },
  });
}

/** Sends what is due; undefined when the endpoint's expression does not want it. */
async function sendDue(due: Due, signal: AbortSignal): Promise<Sent | undefined> {
  const { endpoint, message, whole } = due;
  const { organizationId, filter } = endpoint;
  const verdict = whole && filter?.expression ? await judge(filter.expression, whole.body) : true;
  if (verdict === false) return undefined;
  if (verdict !== true) return verdict;
  if (message.holdsRecord) await withOrganization({ organizationId }, (tx) => auditDisclosure(tx, due));
  return send(endpoint, message, signal);
}

async function deliver(context: JobContext<EndpointRef>): Promise<SliceOutcome | undefined> {
  const { organizationId, endpointId } = context.payload;
  const scope = { organizationId };
  await prepareAudit(organizationId);
  while (!context.signal.aborted && nowMs() < context.sliceEndsAt) {
    const due = await withOrganization(scope, (tx) => readDue(tx, endpointId));
    if (!due) return undefined;
    const sent = await sendDue(due, context.signal);
    await withOrganization(scope, async (tx) => {
      if (sent) await settle(tx, due.endpoint, due.delivery, sent);
      else await dropDelivery(tx, due.delivery.id);
      // Last, because it locks the job's row in the queue, whose lease is renewed meanwhile.
      await context.advance(tx);
    });
  }
  return { again: true };
}

export const deliverWebhooksHandler = handle(deliverWebhooks, deliver);
