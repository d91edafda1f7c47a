/** The integration that a message is for, and the message as it is kept. */
import { now } from "@/lib/platform/clock";
import { openVault } from "@/lib/platform/crypto";
import { type Tx, withSystem } from "@/lib/platform/db";
import { idSchema, newId } from "@/lib/platform/ids";
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

interface SealedMessage {
  /** Keeps it as one that told of `events`. */
  keep(tx: Tx, events: number): Promise<void>;
}

/** A message as it is kept. Call it outside of any transaction. */
export async function sealMessage(
  { organizationId, integrationId }: Receiver,
  body: Uint8Array,
): Promise<SealedMessage> {
  const vault = await openVault(organizationId, "messages");
  const id = newId();
  const sealed = vault.seal(body, ["inbound_notifications", id]);
  return {
    keep: async (tx, events) => {
      await tx.execute(
        `insert into inbound_notifications (id, organization_id, integration_id, body, events, received_at)
         values ($1, $2, $3, $4, $5, $6)`,
        [id, organizationId, integrationId, sealed, events, now()],
      );
    },
  };
}
