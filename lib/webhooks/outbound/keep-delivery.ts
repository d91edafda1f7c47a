/**
 * A delivery among all messages (lib/messages), under its own id: kept when it first goes out, completed by each further
 * try. Why and when it is tried again stays the delivery log's.
 */
import {
  type NewMessage,
  patientsIn,
  type SendingOutcome,
  writeMessages,
  writeOutcome,
} from "@/lib/messages";
import type { Vault } from "@/lib/platform/crypto";
import type { Tx } from "@/lib/platform/db";
import type { Due } from "./protocol";
import type { DeliveryStatus } from "./schema";
import type { Sent } from "./send";

const processing = { DELIVERED: "PROCESSED", FAILED: "FAILED", DEAD: "DEAD" } as const;

/** What follows from a try. */
export interface TriedDelivery extends Due {
  readonly sent: Sent;
  readonly status: Exclude<DeliveryStatus, "PENDING">;
  readonly nextAttemptAt: Date | null;
}

function outcomeOf({ sent: { attempt }, status, nextAttemptAt }: TriedDelivery): SendingOutcome {
  const { at, error, response } = attempt;
  const event = error === null ? "acknowledged" : attempt.status === null ? "failed" : "rejected";
  const title = "It was not delivered";
  return {
    processing: processing[status],
    nextAttemptAt,
    ack: {
      code: attempt.status === null ? null : String(attempt.status),
      state: attempt.status === null ? "UNDELIVERED" : "SENT",
      text: null,
    },
    answer: response || null,
    timeline: [
      { at, event: "sent", detail: null },
      { at: new Date(Date.parse(at) + attempt.durationMs).toISOString(), event, detail: error },
    ],
    errors: error === null ? [] : [{ code: "not_delivered", title, detail: error, path: null }],
  };
}

/** The patient that an event is about, and those whom its body names. */
function patientsOf({ delivery: { entity, recordId } }: Due, body: string): NewMessage["found"] {
  const said: unknown = body === "" ? null : JSON.parse(body);
  const own = [entity === "patients" && recordId, Object(said).data?.record?.patientId];
  const told = own.flatMap((value) =>
    typeof value === "string" ? [{ parameter: "patient", value } as const] : [],
  );
  return [...told, ...patientsIn(said)];
}

function messageOf(tried: TriedDelivery, body: string): NewMessage {
  const { endpoint, delivery } = tried;
  return {
    ...outcomeOf(tried),
    id: delivery.id,
    organizationId: endpoint.organizationId,
    integrationId: null,
    kind: "webhook",
    direction: "out",
    type: delivery.type,
    controlId: delivery.eventId,
    sender: new URL(endpoint.url).host,
    body,
    receivedAt: delivery.at,
    flags: [],
    found: patientsOf(tried, body),
    attempts: 1,
    records: [
      { entity: delivery.entity, recordId: delivery.recordId },
      { entity: "webhook_endpoints", recordId: endpoint.id },
    ],
  };
}

/** Keeps what came of a try. One in which nothing went out makes no message. */
export async function keepDelivery(tx: Tx, vault: Vault, tried: TriedDelivery): Promise<void> {
  const { delivery, sent } = tried;
  if (await writeOutcome(tx, vault, delivery.id, outcomeOf(tried))) return;
  if (sent.body !== undefined) writeMessages(tx, vault, [messageOf(tried, sent.body)]);
}
