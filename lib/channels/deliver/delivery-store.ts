/** Rows of channel_deliveries: one output on its way to one destination. */
import { takeUpOutgoing } from "@/lib/messages";
import type { MessageKind } from "@/lib/messages/schema";
import { now } from "@/lib/platform/clock";
import type { Tx } from "@/lib/platform/db";
import { type Paged, pageOf } from "@/lib/platform/list-page";
import type {
  ChannelAttempt,
  ChannelDeliveryQuery,
  ChannelDeliveryState,
  ChannelDeliveryView,
} from "../schema";

interface NewDelivery {
  /** Also that of the message that goes out. */
  readonly id: string;
  readonly destinationId: string;
  readonly sourceMessageId: string;
  readonly lanes: readonly string[];
  readonly hops: number;
}

/** Puts outputs of a channel at the ends of their destinations' queues, in this order. */
export async function insertDeliveries(
  tx: Tx,
  { channelId, organizationId }: { readonly channelId: string; readonly organizationId: string },
  deliveries: readonly NewDelivery[],
): Promise<void> {
  if (deliveries.length === 0) return;
  await tx.execute(
    `insert into channel_deliveries (id, channel_id, organization_id, destination_id, source_message_id, lanes, hops,
                                     next_attempt_at, created_at)
     select d.id, $1, $2, d."destinationId", d."sourceMessageId", d.lanes, d.hops, $3, $3
       from jsonb_to_recordset($4::jsonb)
         as d(id uuid, "destinationId" uuid, "sourceMessageId" uuid, lanes bigint[], hops int, place int)
      order by d.place`,
    [
      channelId,
      organizationId,
      now(),
      JSON.stringify(deliveries.map((delivery, place) => ({ ...delivery, place }))),
    ],
  );
}

/** The delivery a destination gets next. What goes out is null where it is kept no more. */
export interface NextDelivery {
  readonly id: string;
  readonly hops: number;
  readonly kind: MessageKind | null;
  readonly body: Buffer | null;
}

/**
 * The first of a destination's deliveries whose time has come. News of a patient waits for all older news of them, so that no
 * receiver takes an old state for the newest: also for such as waits itself, because it tells of another patient too.
 */
export function nextDelivery(tx: Tx, destinationId: string): Promise<NextDelivery | undefined> {
  return tx.one<NextDelivery>(
    `select d.id, d.hops, m.kind, m.body
       from (select d.id, d.hops from channel_deliveries d
              where d.destination_id = $1 and d.ended_at is null and d.next_attempt_at <= $2
                and not exists (
                  select 1 from channel_deliveries w
                   where w.destination_id = $1 and w.ended_at is null and w.seq < d.seq and w.lanes && d.lanes)
              order by d.seq limit 1) d
       left join messages m on m.id = d.id`,
    [destinationId, now()],
  );
}

/** Keeps a delivery that waits from being given up meanwhile; undefined where that, or the end of its channel, came first. */
export function lockWaiting(tx: Tx, id: string): Promise<{ tries: number } | undefined> {
  return tx.one("select tries from channel_deliveries where id = $1 and ended_at is null for update", [id]);
}

/** How many tries a delivery remembers. */
const keptAttempts = 50;

/** Adds a try to a delivery. `nextAt` is null when it has ended. */
export async function recordTry(
  tx: Tx,
  id: string,
  attempt: ChannelAttempt,
  state: ChannelDeliveryState,
  nextAt: Date | null,
): Promise<void> {
  await tx.execute(
    `update channel_deliveries
        set state = $2, tries = tries + 1, next_attempt_at = $4, ended_at = $5,
            attempts = case when jsonb_array_length(attempts) < ${keptAttempts} then attempts else attempts - 0 end || $3::jsonb
      where id = $1`,
    [id, state, JSON.stringify([attempt]), nextAt, nextAt ? null : now()],
  );
}

/**
 * Puts deliveries back with all their tries, as if they were new, and has their messages say so. By a condition over $2, $3,
 * …; answers their ids.
 */
export async function restart(tx: Tx, condition: string, values: readonly unknown[]): Promise<string[]> {
  const at = now();
  const rows = await tx.query<{ id: string }>(
    `update channel_deliveries set state = 'PENDING', tries = 0, next_attempt_at = $1, ended_at = null
      where ${condition} returning id`,
    [at, ...values],
  );
  const ids = rows.map(({ id }) => id);
  await takeUpOutgoing(tx, ids, at);
  return ids;
}

export interface DeliveryRow {
  id: string;
  destinationId: string;
  sourceMessageId: string;
  state: ChannelDeliveryState;
  tries: number;
  attempts: ChannelAttempt[];
  nextAttemptAt: Date | null;
  waitsFor: string | null;
  createdAt: Date;
  endedAt: Date | null;
  seq: string;
}

/** Among so many of the oldest is looked for the one that another waits for: a long queue makes no list slow. */
const mostLookedAt = 1_000;

const waitsFor = `case when d.ended_at is null then
  (select w.id from (select id, seq, lanes from channel_deliveries
                      where destination_id = d.destination_id and ended_at is null and seq < d.seq
                      order by seq limit ${mostLookedAt}) w
    where w.lanes && d.lanes order by w.seq limit 1) end`;

const columns = `d.id, d.destination_id as "destinationId", d.source_message_id as "sourceMessageId", d.state, d.tries, d.attempts,
  d.next_attempt_at as "nextAttemptAt", ${waitsFor} as "waitsFor", d.created_at as "createdAt", d.ended_at as "endedAt",
  d.seq::text as seq`;

export function viewOf({
  seq: _,
  createdAt,
  nextAttemptAt,
  endedAt,
  ...row
}: DeliveryRow): ChannelDeliveryView {
  return {
    ...row,
    createdAt: createdAt.toISOString(),
    nextAttemptAt: nextAttemptAt?.toISOString() ?? null,
    endedAt: endedAt?.toISOString() ?? null,
  };
}

/** A channel's delivery. */
export function lookUpDelivery(tx: Tx, channelId: string, id: string): Promise<DeliveryRow | undefined> {
  return tx.one<DeliveryRow>(
    `select ${columns} from channel_deliveries d where d.channel_id = $1 and d.id = $2 for update of d`,
    [channelId, id],
  );
}

/** A channel's deliveries, newest first; `next` is where the page after begins. */
export async function selectDeliveries(
  tx: Tx,
  channelId: string,
  { destinationId, state }: ChannelDeliveryQuery,
  limit: number,
  after: string | null,
): Promise<Paged<ChannelDeliveryView, string>> {
  const rows = await tx.query<DeliveryRow>(
    `select ${columns} from channel_deliveries d
      where d.channel_id = $1 and ($2::uuid is null or d.destination_id = $2) and ($3::text is null or d.state = $3)
        and ($4::bigint is null or d.seq < $4)
      order by d.seq desc limit $5`,
    [channelId, destinationId ?? null, state ?? null, after, limit + 1],
  );
  const { data, next } = pageOf(rows, limit, ({ seq }) => seq);
  return { data: data.map(viewOf), next };
}
