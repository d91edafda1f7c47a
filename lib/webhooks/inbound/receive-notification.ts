/**
 * Takes a message in which a vendor says what has changed: proves whose it is, keeps it, notes what is to be read
 * again, and answers. Everything else comes later, since vendors wait seconds only.
 */
import type { RecordReference, VendorEvent, VendorMessage } from "@/lib/connectors/contract";
import { inboundEntities, loadConnectorContext } from "@/lib/integrations";
import { now, nowMs } from "@/lib/platform/clock";
import { openVault } from "@/lib/platform/crypto";
import { type Tx, withOrganization } from "@/lib/platform/db";
import { sha256 } from "@/lib/platform/ids";
import { enqueue, nudge } from "@/lib/queue";
import { inboundErrors } from "./errors";
import { followNotifications } from "./jobs";
import { noteResources } from "./notified-resources";
import { assertAwake, findReceiver, keepNotification, type Receiver } from "./receiver";
import type { Receipt } from "./schema";

/** Vendors send an event again for days: its id is known for longer. */
const knownMs = 14 * 24 * 3_600_000;

/** The events of a message that is truly the vendor's, of what is switched on here. */
async function readMessage(receiver: Receiver, message: VendorMessage): Promise<VendorEvent[]> {
  const { connector, context } = await loadConnectorContext(receiver, receiver.integrationId);
  const { notifications } = connector;
  if (!notifications) throw inboundErrors.receiver_unknown();
  if (!notifications.verify(context.config, message)) throw inboundErrors.signature_refused();
  const inbound = inboundEntities(context.access);
  const isOn = ({ entity }: RecordReference) => inbound.includes(entity);
  return notifications
    .events(message)
    .map(({ id, about }) => ({ id, ...(about && isOn(about) && { about }) }));
}

/** Which of the events nobody had told before; from now on they are known. */
async function claimEvents(
  tx: Tx,
  { organizationId, integrationId }: Receiver,
  events: readonly VendorEvent[],
  contentHash: Buffer,
): Promise<VendorEvent[]> {
  const ids = [...new Set(events.map(({ id }) => id))].sort();
  const rows = await tx.query<{ key: string }>(
    `insert into inbound_keys (organization_id, kind, source, key, content_hash, created_at, expires_at)
     select $1, 'notification', $2, t.key, $4, $5, $6 from unnest($3::text[]) as t(key)
     on conflict (organization_id, kind, source, key) do nothing
     returning key`,
    [organizationId, integrationId, ids, contentHash, now(), new Date(nowMs() + knownMs)],
  );
  const fresh = new Set(rows.map(({ key }) => key));
  return events.filter(({ id }) => fresh.delete(id));
}

/** What a message tells of, as people read it. */
function typeOf(events: readonly VendorEvent[]): string {
  const [entity, ...others] = new Set(events.map(({ about }) => about?.entity));
  return entity !== undefined && others.length === 0 ? `${entity}.notified` : "notified";
}

/** Keeps the message and what follows from it, in one transaction. */
async function keep(receiver: Receiver, body: Uint8Array, events: readonly VendorEvent[]): Promise<Receipt> {
  const { organizationId, integrationId } = receiver;
  const vault = await openVault(organizationId, "messages");
  const fresh = await withOrganization(receiver, async (tx) => {
    const claimed = await claimEvents(tx, receiver, events, sha256(body));
    const resources = claimed.flatMap(({ about }) => (about ? [about] : []));
    if (claimed.length === 0) return claimed;
    keepNotification(tx, vault, receiver, { type: typeOf(claimed), body, answered: "200" });
    if (resources.length === 0) return claimed;
    await noteResources(tx, receiver, resources);
    await enqueue(tx, followNotifications, { organizationId, integrationId }, { organizationId });
    return claimed;
  });
  if (fresh.length > 0) nudge();
  return { accepted: fresh.length, repeated: events.length - fresh.length };
}

/**
 * Takes a message for an integration; when it answers, the message is kept. Throws `receiver_unknown`,
 * `signature_refused`, `receiver_resting`, and what the vendor's own reading throws.
 */
export async function receiveNotification(integrationId: string, message: VendorMessage): Promise<Receipt> {
  const receiver = await findReceiver(integrationId);
  const events = await readMessage(receiver, message);
  assertAwake(receiver);
  return keep(receiver, message.body, events);
}
