/** Gives up what waits for destinations, because a person wants that: it is DEAD, and says why among messages. */
import { giveUpOutgoing } from "@/lib/messages";
import { now } from "@/lib/platform/clock";
import type { Tx } from "@/lib/platform/db";
import type { ChannelAttempt } from "../schema";

/** Answers how many waited. */
export async function giveUpAll(tx: Tx, destinationIds: readonly string[], reason: string): Promise<number> {
  const attempt: ChannelAttempt = { at: now().toISOString(), code: null, durationMs: 0, error: reason };
  const rows = await tx.query<{ id: string }>(
    `update channel_deliveries
        set state = 'DEAD', next_attempt_at = null, ended_at = $2, attempts = attempts || $3::jsonb
      where destination_id = any($1::uuid[]) and ended_at is null returning id`,
    [destinationIds, now(), JSON.stringify([attempt])],
  );
  await giveUpOutgoing(
    tx,
    rows.map(({ id }) => id),
    reason,
  );
  return rows.length;
}
