/**
 * After a crash messages are processed one by one, each noted before it is tried: so the one that ends its worker, such
 * as by what it takes of memory, is found and given up, and holds up no other.
 */
import type { MessageError, TimelineEntry } from "@/lib/messages/schema";
import { now } from "@/lib/platform/clock";
import type { Tx } from "@/lib/platform/db";
import type { WaitingMessage } from "./waiting";

/** Workers end for other reasons too. */
const mostTries = 3;

const reason: MessageError = {
  code: "processing_ended_worker",
  title: "Its processing ended the worker again and again",
  detail:
    "The message is kept. Look at what is unusual about it, such as its size, and replay it as it was or edited.",
  path: null,
};

async function giveUp(tx: Tx, id: string): Promise<void> {
  const entry: TimelineEntry = { at: now().toISOString(), event: "failed", detail: reason.title };
  await tx.execute(
    `update messages set processing = 'DEAD', errors = $2::jsonb, timeline = timeline || $3::jsonb where id = $1`,
    [id, JSON.stringify([reason]), JSON.stringify([entry])],
  );
}

/** The one to try next, noted as tried; those that were tried too often are given up. */
export async function oneAlone(tx: Tx, heads: readonly WaitingMessage[]): Promise<WaitingMessage[]> {
  for (const head of heads) {
    if (head.attempts < mostTries) {
      await tx.execute("update messages set attempts = attempts + 1 where id = $1", [head.id]);
      return [head];
    }
    await giveUp(tx, head.id);
  }
  return [];
}
