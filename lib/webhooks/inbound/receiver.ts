/** The integration that a message is for, and the message as it is kept. */

import { insertMessages } from "@/lib/messages";
import { now } from "@/lib/platform/clock";
import type { Vault } from "@/lib/platform/crypto";
import { type Tx, withSystem } from "@/lib/platform/db";
import { idSchema } from "@/lib/platform/ids";
import { inboundErrors } from "./errors";

export interface Receiver {
  readonly organizationId: string;
  readonly integrationId: string;
  readonly status: string;
}

const restMs = 60_000;

/** Throws `receiver_unknown`. */
export async function findReceiver(integrationId: string): Promise<Receiver> {
  const row = idSchema.safeParse(integrationId).success
    ? await withSystem("inbound", (tx) =>
        tx.one<Receiver>(
          `select organization_id as "organizationId", id as "integrationId", status from integrations where id = $1`,
          [integrationId],
        ),
      )
    : undefined;
  if (!row) throw inboundErrors.receiver_unknown();
  return row;
}

/** Throws `receiver_resting`: the vendor sends it again for a while; what it gives up comes with the next sync. */
export function assertAwake({ status }: Receiver): void {
  if (status !== "active") throw inboundErrors.receiver_resting({ retryAfterMs: restMs });
}

/** Keeps a vendor's message among all messages, in the caller's transaction. */
export function keepNotification(
  tx: Tx,
  vault: Vault,
  { organizationId, integrationId }: Receiver,
  notification: { readonly type: string; readonly body: Uint8Array; readonly answered: "200" | "204" },
): string[] {
  const { type, body, answered } = notification;
  return insertMessages(tx, vault, [
    {
      organizationId,
      integrationId,
      kind: "webhook",
      type,
      controlId: null,
      sender: null,
      body,
      receivedAt: now(),
      flags: [],
      found: [],
      processing: "PROCESSED",
      ack: { code: answered, state: "SENT", text: null },
      answer: null,
    },
  ]);
}
