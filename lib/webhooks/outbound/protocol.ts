/** The seam between deliveries, which are alike for all endpoints, and what is said to one of them. */
import { recordAudit } from "@/lib/audit";
import { systemActor } from "@/lib/auth";
import type { Tx } from "@/lib/platform/db";
import type { NextDelivery } from "./delivery-store";
import type { EndpointRow } from "./endpoint-store";
import type { Sent } from "./send";

export interface Due {
  readonly endpoint: EndpointRow;
  readonly delivery: NextDelivery;
}

/**
 * Reads what a delivery needs, in the transaction that found it, and answers how it is sent outside of any. That comes
 * to undefined when the endpoint does not want it.
 */
export type Protocol = (tx: Tx, due: Due) => Promise<(signal: AbortSignal) => Promise<Sent | undefined>>;

/**
 * That a record leaves us whole is kept, as when somebody reads it; before the send, for it may arrive unanswered. The
 * caller has prepared the audit trail.
 */
export async function auditDisclosure(tx: Tx, { endpoint, delivery }: Due): Promise<void> {
  const { organizationId, id } = endpoint;
  await recordAudit(tx, systemActor(organizationId, { kind: "webhook", id, name: "Webhook" }), {
    action: "records.sent",
    entity: delivery.entity,
    recordId: delivery.recordId,
    target: { deliveryId: delivery.id, version: delivery.version },
  });
}
