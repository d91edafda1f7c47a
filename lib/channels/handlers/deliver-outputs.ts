/** Sends what a destination is due. A worker that dies after a send repeats it, under the same id and control id. */
import { bodyParts, tellScreens } from "@/lib/messages";
import { now, nowMs } from "@/lib/platform/clock";
import { openVault, type Vault } from "@/lib/platform/crypto";
import { type Tx, withOrganization } from "@/lib/platform/db";
import { handle, type JobContext, type SliceOutcome } from "@/lib/queue";
import { lockWaiting, type NextDelivery, nextDelivery } from "../deliver/delivery-store";
import { type DestinationRow, isHandedOver, lookUpDestination } from "../deliver/destination";
import { handOver } from "../deliver/hand-over";
import { settle } from "../deliver/settle";
import { failureOf, type Tried, tryDelivery } from "../deliver/try-delivery";
import { channelErrors } from "../errors";
import { type DestinationRef, deliverOutputs } from "../jobs";

interface Due {
  readonly destination: DestinationRow;
  readonly delivery: NextDelivery;
}

async function readDue(tx: Tx, destinationId: string): Promise<Due | undefined> {
  const destination = await lookUpDestination(tx, destinationId);
  if (!destination || destination.status === "STOPPED") return undefined;
  if ((destination.heldUntil?.getTime() ?? 0) > nowMs()) return undefined;
  const delivery = await nextDelivery(tx, destinationId);
  return delivery && { destination, delivery };
}

/** What came of a try, said in the transaction that settles it; undefined where nothing was tried. */
type Find = (tx: Tx, isWaiting: boolean) => Promise<Tried | undefined>;

/** Sends what is to be sent. What stays with us is handed over in that transaction, if it still waits then. */
async function attempt(vault: Vault, { destination, delivery }: Due, signal: AbortSignal): Promise<Find> {
  const { id, kind, body, hops } = delivery;
  if (!kind || !body) {
    const error = channelErrors.output_refused({ detail: "What was to go out is not kept any more." });
    return async () => failureOf(error, now(), performance.now());
  }
  const output = { id, kind, body: vault.openPacked(body, bodyParts(id)), hops };
  if (isHandedOver(destination.definition)) {
    return async (tx, isWaiting) => (isWaiting ? handOver(tx, vault, destination, output) : undefined);
  }
  const tried = await tryDelivery(destination, output, signal);
  return async () => tried;
}

async function deliver(context: JobContext<DestinationRef>): Promise<SliceOutcome | undefined> {
  const { organizationId, destinationId } = context.payload;
  const scope = { organizationId };
  const vault = await openVault(organizationId, "messages");
  while (!context.signal.aborted && nowMs() < context.sliceEndsAt) {
    const due = await withOrganization(scope, (tx) => readDue(tx, destinationId));
    if (!due) return undefined;
    const find = await attempt(vault, due, context.signal);
    await withOrganization(scope, async (tx) => {
      const waiting = await lockWaiting(tx, due.delivery.id);
      const tried = await find(tx, waiting !== undefined);
      if (tried) await settle(tx, vault, due.destination, due.delivery, waiting, tried);
      // Last, because it locks the job's row in the queue, whose lease is renewed meanwhile.
      await context.advance(tx);
    });
    tellScreens(organizationId);
  }
  return { again: true };
}

export const deliverOutputsHandler = handle(deliverOutputs, deliver);
