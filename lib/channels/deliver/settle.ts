/** What follows from a try: the delivery's next one or its end, and what its message says of it. */
import { type SendingOutcome, writeOutcome } from "@/lib/messages";
import type { TimelineEntry } from "@/lib/messages/schema";
import { nowMs } from "@/lib/platform/clock";
import type { Vault } from "@/lib/platform/crypto";
import type { Tx } from "@/lib/platform/db";
import { enqueue } from "@/lib/queue";
import { holdMs, nextDelayMs } from "@/lib/webhooks";
import { wakeDestination } from "../jobs";
import { type NextDelivery, recordTry } from "./delivery-store";
import { countTry, type DestinationRow, holdDestination } from "./destination";
import type { Tried } from "./try-delivery";

function entriesOf({ attempt: { at, error }, status, delivered }: Tried): TimelineEntry[] {
  const sent: TimelineEntry = { at, event: "sent", detail: null };
  if (delivered) return [sent, { at, event: "acknowledged", detail: null }];
  return status === null
    ? [{ at, event: "failed", detail: error }]
    : [sent, { at, event: "rejected", detail: error }];
}

function outcomeOf(tried: Tried, nextAt: Date | null): SendingOutcome {
  const { attempt, delivered, answer } = tried;
  const failed = nextAt ? "PROCESSING" : "DEAD";
  const unanswered = nextAt ? "PENDING" : "UNDELIVERED";
  return {
    processing: delivered ? "PROCESSED" : failed,
    nextAttemptAt: nextAt,
    ack: {
      code: attempt.code,
      state: delivered || attempt.code !== null ? "SENT" : unanswered,
      text: attempt.error,
    },
    answer,
    timeline: entriesOf(tried),
    errors: attempt.error
      ? [{ code: "delivery_failed", title: "It was not delivered", detail: attempt.error, path: null }]
      : [],
  };
}

function wakeAt(tx: Tx, { id: destinationId, organizationId }: DestinationRow, runAt: Date): Promise<string> {
  return enqueue(tx, wakeDestination, { destinationId, organizationId }, { organizationId, runAt });
}

/** When a delivery is tried again; null where it has ended by this try, or was given up while that was under way. */
function nextTry(
  { definition }: DestinationRow,
  waiting: { readonly tries: number } | undefined,
  { delivered, hopeless, askedMs }: Tried,
): { readonly at: Date; readonly delayMs: number } | null {
  if (!waiting || delivered || hopeless) return null;
  const { maxAttempts, scheduleSeconds: retrySeconds } = definition.retry;
  const delayMs = nextDelayMs({ maxAttempts, retrySeconds }, waiting.tries + 1, Math.random(), askedMs);
  return delayMs === null ? null : { at: new Date(nowMs() + delayMs), delayMs };
}

/** Records a try of a delivery, which the caller has locked if it is `waiting` still. */
export async function settle(
  tx: Tx,
  vault: Vault,
  destination: DestinationRow,
  { id }: Pick<NextDelivery, "id">,
  waiting: { readonly tries: number } | undefined,
  tried: Tried,
): Promise<void> {
  const { delivered, askedMs, attempt, status } = tried;
  const next = nextTry(destination, waiting, tried);
  const nextAt = next?.at ?? null;
  const state = delivered ? "DELIVERED" : nextAt ? "FAILED" : "DEAD";
  await recordTry(tx, id, attempt, state, nextAt);
  await writeOutcome(tx, vault, id, outcomeOf(tried, nextAt));
  const failures = await countTry(tx, destination.id, delivered);
  if (nextAt) await wakeAt(tx, destination, nextAt);
  if (delivered) return;
  const heldMs = holdMs(status, failures, next?.delayMs ?? null, askedMs);
  if (heldMs === 0) return;
  const until = new Date(nowMs() + heldMs);
  await holdDestination(tx, destination.id, until);
  await wakeAt(tx, destination, until);
}
