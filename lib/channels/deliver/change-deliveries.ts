/** What goes out, and what a person does about what did not: once more, or given up. */
import { prepareAudit, recordAudit } from "@/lib/audit";
import type { Actor } from "@/lib/auth";
import { type Tx, withOrganization } from "@/lib/platform/db";
import { idSchema } from "@/lib/platform/ids";
import type { Paged } from "@/lib/platform/list-page";
import { nudge } from "@/lib/queue";
import { callDestinations } from "../call";
import { type ChannelRow, destinationsOf, findChannel } from "../definition/channel-store";
import { channelErrors } from "../errors";
import type { ChannelDeliveryQuery, ChannelDeliveryView, ChannelRetry } from "../schema";
import { lookUpDelivery, restart, selectDeliveries, viewOf } from "./delivery-store";
import { releaseDestination } from "./destination";
import { giveUpAll } from "./give-up";

type Count = { readonly count: number };
type Keep<Value> = (tx: Tx, value: Value) => Promise<void>;

/** A page of a channel's deliveries, newest first. Throws `channel_not_found`. */
export function listDeliveries(
  actor: Actor,
  channelId: string,
  query: ChannelDeliveryQuery,
  limit: number,
  after: string | null,
): Promise<Paged<ChannelDeliveryView, string>> {
  return withOrganization(actor, async (tx) => {
    const { id } = await findChannel(tx, channelId);
    return selectDeliveries(tx, id, query, limit, after);
  });
}

async function audited(
  tx: Tx,
  actor: Actor,
  deed: string,
  { id }: ChannelRow,
  target: Record<string, string | number>,
) {
  await recordAudit(tx, actor, { action: `channel.${deed}`, entity: "channels", recordId: id, target });
}

/** Its destination is asked at once, whatever trouble its receiver was in. */
async function wake(tx: Tx, { organizationId }: ChannelRow, destinationId: string): Promise<void> {
  await releaseDestination(tx, destinationId);
  await callDestinations(tx, organizationId, [destinationId]);
}

/**
 * Puts a delivery back with all its tries, under the same id. `keep` runs in the same transaction. Throws
 * `channel_not_found`, `delivery_not_found`, `delivery_ended` where it was delivered.
 */
export async function retryDelivery(
  actor: Actor,
  channelId: string,
  deliveryId: string,
  keep: Keep<ChannelDeliveryView> = async () => undefined,
): Promise<ChannelDeliveryView> {
  await prepareAudit(actor.organizationId);
  const view = await withOrganization(actor, async (tx) => {
    const channel = await findChannel(tx, channelId);
    const known =
      idSchema.safeParse(deliveryId).success && (await lookUpDelivery(tx, channel.id, deliveryId));
    if (!known) throw channelErrors.delivery_not_found();
    if (known.state === "DELIVERED") throw channelErrors.delivery_ended();
    await restart(tx, "id = $2", [known.id]);
    await wake(tx, channel, known.destinationId);
    await audited(tx, actor, "delivery_retried", channel, { deliveryId });
    const restarted = viewOf((await lookUpDelivery(tx, channel.id, deliveryId)) ?? known);
    await keep(tx, restarted);
    return restarted;
  });
  nudge();
  return view;
}

async function assertDestination(tx: Tx, { id }: ChannelRow, destinationId: string): Promise<void> {
  if (!(await destinationsOf(tx, id)).has(destinationId)) throw channelErrors.destination_not_found();
}

/**
 * The same for all of a destination that are in one state. Throws `channel_not_found`, `destination_not_found`.
 */
export async function retryDeliveries(
  actor: Actor,
  channelId: string,
  { destinationId, state }: ChannelRetry,
  keep: Keep<Count> = async () => undefined,
): Promise<Count> {
  await prepareAudit(actor.organizationId);
  const answer = await withOrganization(actor, async (tx) => {
    const channel = await findChannel(tx, channelId);
    await assertDestination(tx, channel, destinationId);
    const { length: count } = await restart(tx, "destination_id = $2 and state = $3", [destinationId, state]);
    await wake(tx, channel, destinationId);
    await audited(tx, actor, "deliveries_retried", channel, { destinationId, state, count });
    await keep(tx, { count });
    return { count };
  });
  nudge();
  return answer;
}

/** Gives up what waits for a destination. Throws `channel_not_found`, `destination_not_found`. */
export async function dropDeliveries(actor: Actor, channelId: string, destinationId: string): Promise<Count> {
  await prepareAudit(actor.organizationId);
  return withOrganization(actor, async (tx) => {
    const channel = await findChannel(tx, channelId);
    await assertDestination(tx, channel, destinationId);
    const count = await giveUpAll(tx, [destinationId], `Given up by ${actor.name}`);
    await audited(tx, actor, "deliveries_dropped", channel, { destinationId, count });
    return { count };
  });
}
