/**
 * Takes what comes through a subscription of ours: a token that proves it, and perhaps the name of what changed. What it
 * says of that is never believed, and whatever comes twice is read twice.
 */
import type { HookMessage } from "@/lib/connectors/contract";
import { connectorById } from "@/lib/connectors/registry";
import {
  findIntegration,
  findSubscription,
  noteTold,
  noteWaiting,
  openToken,
  type SubscriptionRow,
} from "@/lib/integrations";
import { openVault } from "@/lib/platform/crypto";
import { withOrganization } from "@/lib/platform/db";
import { callFollower } from "./call-follower";
import { inboundErrors } from "./errors";
import { noteResources } from "./notified-resources";
import { assertAwake, findReceiver, keepNotification, type Receiver } from "./receiver";

/** Keeps the message, if it says anything, and what follows from it, in one transaction. */
async function keep(
  receiver: Receiver,
  { entity }: SubscriptionRow,
  body: Uint8Array,
  remoteId: string | undefined,
): Promise<void> {
  const { integrationId } = receiver;
  const vault = await openVault(receiver.organizationId, "messages");
  await withOrganization(receiver, async (tx) => {
    if (body.length > 0) {
      keepNotification(tx, vault, receiver, { type: `${entity}.notified`, body, answered: "204" });
    }
    await noteTold(tx, integrationId, entity);
    if (remoteId !== undefined) await noteResources(tx, receiver, [{ entity, remoteId }]);
    const waiting = remoteId === undefined ? "entity" : "resources";
    if (await noteWaiting(tx, integrationId, entity, waiting)) await callFollower(tx, receiver);
  });
}

/**
 * Takes a message for the subscription of one entity; when it returns, what it tells of is kept. Throws
 * `receiver_unknown`, `signature_refused`, `receiver_resting`.
 */
export async function receiveHook(
  integrationId: string,
  entity: string,
  message: HookMessage,
): Promise<void> {
  const receiver = await findReceiver(integrationId);
  const { row, connectorId } = await withOrganization(receiver, async (tx) => ({
    row: await findSubscription(tx, integrationId, entity),
    connectorId: (await findIntegration(tx, integrationId))?.connectorId,
  }));
  const subscriptions = connectorById(connectorId ?? "")?.subscriptions;
  if (!row || !subscriptions) throw inboundErrors.receiver_unknown();
  if (!subscriptions.verify(await openToken(row), message)) throw inboundErrors.signature_refused();
  assertAwake(receiver);
  await keep(receiver, row, message.body, subscriptions.subject(row.entity, message));
}
