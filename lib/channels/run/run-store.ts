/** What a channel has taken and not gone through, and how each ended. */
import { type RoutedEvent, spanOf } from "@/lib/messages";
import type { MessageKind } from "@/lib/messages/schema";
import { now } from "@/lib/platform/clock";
import type { Tx } from "@/lib/platform/db";
import type { ChannelError, ChannelMessageState } from "../schema";

/** A message that waits. Its own columns are null where it is no more, or of an event that has none yet. */
export interface TakenRow {
  readonly messageId: string;
  readonly type: string;
  readonly event: RoutedEvent | null;
  readonly hops: number;
  /** Tries alone after a crash. */
  readonly tries: number;
  readonly takenAt: Date;
  readonly kind: MessageKind | null;
  readonly body: Buffer | null;
  readonly integrationId: string | null;
  readonly lanes: readonly string[] | null;
  readonly keys: readonly string[] | null;
}

/** As many are gone through together as have bodies of so many bytes, and one at least. */
const mostBytes = 16_000_000;

/** The oldest that wait, in the order in which they were taken. */
export function nextTaken(tx: Tx, channelId: string, most: number): Promise<TakenRow[]> {
  return tx.query<TakenRow>(
    `select w."messageId", w.type, w.event, w.hops, w.tries, w."takenAt", w.kind, w.body, w."integrationId", w.lanes, w.keys
       from (select t.message_id as "messageId", t.type, t.event, t.hops, t.tries, t.taken_at as "takenAt", m.kind, m.body,
                    m.integration_id as "integrationId", m.lanes, m.keys, t.seq,
                    sum(octet_length(m.body)) over (order by t.seq rows between unbounded preceding and 1 preceding) as before
               from (select * from channel_messages
                      where channel_id = $1 and state = 'WAITING' order by seq limit $2) t
               left join lateral (select * from messages where id = t.message_id limit 1) m on true) w
      where coalesce(w.before, 0) < ${mostBytes} order by w.seq`,
    [channelId, most],
  );
}

/** Notes that a message is tried alone, before it is. */
export async function noteTries(tx: Tx, channelId: string, messageIds: readonly string[]): Promise<void> {
  await tx.execute(
    "update channel_messages set tries = tries + 1 where channel_id = $1 and message_id = any($2::uuid[])",
    [channelId, messageIds],
  );
}

export interface TakenEnd {
  readonly messageId: string;
  readonly state: Exclude<ChannelMessageState, "WAITING" | "DISMISSED">;
  readonly errors: readonly ChannelError[];
}

/** Writes how messages ended by a version. Those that came to the channel alone say so themselves too. */
export async function endTaken(
  tx: Tx,
  channelId: string,
  version: number,
  ends: readonly TakenEnd[],
): Promise<void> {
  const at = now();
  await tx.execute(
    `update channel_messages t set state = e.state, errors = e.errors, version = $3, ended_at = $4
       from jsonb_to_recordset($2::jsonb) as e("messageId" uuid, state text, errors jsonb)
      where t.channel_id = $1 and t.message_id = e."messageId"`,
    [channelId, JSON.stringify(ends), version, at],
  );
  const told = ends.map(({ messageId, state, errors }) => ({
    messageId,
    processing: state === "FAILED" ? "FAILED" : "PROCESSED",
    timeline: [
      { at, event: state === "FAILED" ? "failed" : "processed", detail: errors[0]?.message ?? null },
    ],
    errors: errors.map(({ path, message }) => ({
      code: "channel_failed",
      title: message,
      detail: null,
      path,
    })),
  }));
  await tx.execute(
    `update messages m
        set processing = e.processing, timeline = m.timeline || e.timeline, errors = e.errors, attempts = m.attempts + 1
       from jsonb_to_recordset($1::jsonb) as e("messageId" uuid, processing text, timeline jsonb, errors jsonb)
      where m.id = e."messageId" and m.id between $2 and $3 and m.direction = 'in' and m.integration_id is null`,
    [JSON.stringify(told), ...spanOf(ends.map(({ messageId }) => messageId))],
  );
}

/** Messages that are kept, as if a channel had taken them just now. */
export function storedMessages(tx: Tx, ids: readonly string[]): Promise<TakenRow[]> {
  return tx.query<TakenRow>(
    `select id as "messageId", type, null::jsonb as event, 0 as hops, 0 as tries, received_at as "takenAt", kind, body,
            integration_id as "integrationId", lanes, keys
       from messages where id = any($1::uuid[])`,
    [ids],
  );
}
