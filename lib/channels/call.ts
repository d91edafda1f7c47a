/** Has what waits in a channel looked at, in the transaction that makes it wait or lets it go on. */
import { runChannel } from "@/lib/messages";
import type { Tx } from "@/lib/platform/db";
import { enqueue } from "@/lib/queue";
import { deliverOutputs } from "./jobs";

interface ChannelPlace {
  readonly id: string;
  readonly organizationId: string;
}

/** What was taken is gone through. */
export async function callRunner(tx: Tx, { id: channelId, organizationId }: ChannelPlace): Promise<void> {
  await enqueue(tx, runChannel, { organizationId, channelId }, { organizationId });
}

/** What waits for these destinations is sent. */
export async function callDestinations(
  tx: Tx,
  organizationId: string,
  destinationIds: readonly string[],
): Promise<void> {
  for (const destinationId of destinationIds) {
    await enqueue(tx, deliverOutputs, { organizationId, destinationId }, { organizationId });
  }
}
