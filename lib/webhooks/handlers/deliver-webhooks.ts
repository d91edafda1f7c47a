/** Sends what an endpoint is due. A worker that dies after a send repeats it, under the same webhook-id. */
import { prepareAudit } from "@/lib/audit";
import { tellScreens } from "@/lib/messages";
import { nowMs } from "@/lib/platform/clock";
import { openVault } from "@/lib/platform/crypto";
import { type Tx, withOrganization } from "@/lib/platform/db";
import { handle, type JobContext, type JobHandler, type SliceOutcome } from "@/lib/queue";
import { dropDeliveries, nextDelivery } from "../outbound/delivery-store";
import { lookUpEndpoint } from "../outbound/endpoint-store";
import { deliverWebhooks, type EndpointRef } from "../outbound/jobs";
import type { Due, Protocol } from "../outbound/protocol";
import type { EndpointProtocol } from "../outbound/schema";
import { settle } from "../outbound/settle";
import { standardWebhooks } from "../outbound/standard-webhooks";

async function readDue(tx: Tx, endpointId: string): Promise<Due | undefined> {
  const endpoint = await lookUpEndpoint(tx, endpointId);
  if (!endpoint?.enabled || (endpoint.heldUntil?.getTime() ?? 0) > nowMs()) return undefined;
  const delivery = await nextDelivery(tx, endpointId);
  return delivery && { endpoint, delivery };
}

type Protocols = Readonly<Record<EndpointProtocol, Protocol>>;

async function deliver(
  context: JobContext<EndpointRef>,
  protocols: Protocols,
): Promise<SliceOutcome | undefined> {
  const { organizationId, endpointId } = context.payload;
  const scope = { organizationId };
  await prepareAudit(organizationId);
  const vault = await openVault(organizationId, "messages");
  while (!context.signal.aborted && nowMs() < context.sliceEndsAt) {
    const next = await withOrganization(scope, async (tx) => {
      const due = await readDue(tx, endpointId);
      return due && { due, send: await protocols[due.endpoint.protocol](tx, due) };
    });
    if (!next) return undefined;
    const sent = await next.send(context.signal);
    await withOrganization(scope, async (tx) => {
      if (sent) await settle(tx, vault, next.due, sent);
      else await dropDeliveries(tx, [next.due.delivery.id]);
      // Last, because it locks the job's row in the queue, whose lease is renewed meanwhile.
      await context.advance(tx);
    });
    tellScreens(organizationId);
  }
  return { again: true };
}

/** The handler, told how endpoints are spoken to that are no webhooks. */
export function deliverWebhooksHandler(others: Omit<Protocols, "webhook">): JobHandler {
  return handle(deliverWebhooks, (context) => deliver(context, { webhook: standardWebhooks, ...others }));
}
