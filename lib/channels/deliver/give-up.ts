/** Gives up what waits, because a person wants that: it is DEAD, and says why among messages. */
import { giveUpMessages } from "@/lib/messages";
import { now } from "@/lib/platform/clock";
import type { Tx } from "@/lib/platform/db";
import type { ChannelAttempt } from "../schema";

/** What waits for destinations; answers how much that was. */
export async function giveUpAll(tx: Tx, destinationIds: readonly string[], reason: string): Promise<number> {
  const attempt: ChannelAttempt = { at: now().toISOString(), code: null, durationMs: 0, error: reason };
  const rows = await tx.query<{ id: string }>(
    `update channel_deliveries
        set state = 'DEAD', next_attempt_at = null, ended_at = $2, attempts = attempts || $3::jsonb
      where destination_id = any($1::uuid[]) and ended_at is null returning id`,
    [destinationIds, now(), JSON.stringify([attempt])],
  );
  await giveUpMessages(
    tx,
    rows.map(({ id }) => id),
    reason,
  );
  return rows.length;
}

/** What a channel has not gone through yet, of the messages that came to it alone: nobody else will look at them. */
export async function giveUpTaken(tx: Tx, channelId: string, reason: string): Promise<void> {
  const rows = await tx.query<{ id: string }>(
    `select m.id from channel_messages t
      cross join lateral (select id from messages
         where id = t.message_id and direction = 'in' and integration_id is null and kind <> 'event' limit 1) m
      where t.channel_id = $1 and t.state = 'WAITING'`,
    [channelId],
  );
  await giveUpMessages(
    tx,
    rows.map(({ id }) => id),
    reason,
  );
}
