/** The first thing that is said to an endpoint that must agree before it hears of anything. */
import { now } from "@/lib/platform/clock";
import type { Tx } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { enqueue } from "@/lib/queue";
import type { EndpointRow } from "./endpoint-store";
import { deliverWebhooks } from "./jobs";

/** The type of its event; its record is the endpoint itself. */
export const handshake = "handshake";

/** Begins anew with an endpoint: what failed is forgotten, and everything waits until it has agreed. */
export async function requestHandshake(
  tx: Tx,
  { id: endpointId, organizationId }: Pick<EndpointRow, "id" | "organizationId">,
): Promise<void> {
  await tx.execute(
    `update webhook_endpoints set failures = 0, failing_since = null, last_error = null, held_until = null where id = $1`,
    [endpointId],
  );
  await tx.execute(
    "delete from webhook_deliveries where endpoint_id = $1 and event_type = $2 and finished_at is null",
    [endpointId, handshake],
  );
  await tx.execute(
    `with event as (
       insert into webhook_events (id, organization_id, type, entity, record_id, at)
       values ($1, $2, $3, 'webhook_endpoints', $4, $5) returning *)
     insert into webhook_deliveries (id, organization_id, endpoint_id, event_id, event_type, next_attempt_at, created_at)
     select new_id(), organization_id, record_id, id, type, at, at from event`,
    [newId(), organizationId, handshake, endpointId, now()],
  );
  await enqueue(tx, deliverWebhooks, { organizationId, endpointId }, { organizationId });
}
