/**
 * What channels take: a row for each message or event that a channel's source names, written in the transaction that
 * stores the message or changes the record. So it is taken exactly if that happened.
 */
import { now } from "@/lib/platform/clock";
import { prepared, type Tx } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { enqueue } from "@/lib/queue";
import { messageErrors } from "./errors";
import { runChannel } from "./jobs";

/** Something that happened, by ids; the message of it is made when a channel goes through it. */
export interface RoutedEvent {
  /** Such as patient.updated; of a record that a sync changed, `patients.updated`. */
  readonly type: string;
  readonly entity: string;
  readonly recordId: string;
  readonly integrationId?: string | null;
  readonly version?: number | null;
}

/** Something that channels may want. */
interface Routable {
  /** Of the message; of an event the id that its message is to get. */
  readonly id: string;
  /** What a source names it by: its type, or the family of that. */
  readonly type: string;
  readonly family: string;
  readonly integrationId: string | null;
  /** The one channel that it was sent to. */
  readonly channelId?: string;
  readonly event?: RoutedEvent;
  /** Channels it has come through before. */
  readonly hops?: number;
}

const findRunning = prepared(
  "select 1 from channels where organization_id = $1 and source_kind = $2 and status <> 'STOPPED' limit 1",
);

/**
 * Gives each channel whose source is of `kind` what it names, and answers the ids of those that got something. Costs one
 * look at a small table when there are none. All of a page belong in one call.
 */
async function route(
  tx: Tx,
  organizationId: string,
  kind: "mllp" | "http" | "event" | "sync",
  things: readonly Routable[],
): Promise<string[]> {
  if (things.length === 0) return [];
  const [any] = await tx.query(findRunning, [organizationId, kind]);
  if (!any) return [];
  const channels = await tx.query<{ id: string }>(fanOut, [
    organizationId,
    kind,
    now(),
    things.map(({ id }) => id),
    things.map(({ type }) => type),
    things.map(({ family }) => family),
    things.map(({ integrationId }) => integrationId),
    things.map(({ channelId }) => channelId ?? null),
    things.map(({ event }) => (event ? JSON.stringify(event) : null)),
    things.map(({ hops }) => hops ?? 0),
  ]);
  return channels.map(({ id }) => id);
}

interface StoredMessage {
  readonly id: string;
  readonly message: Pick<Routable, "type" | "integrationId" | "channelId" | "hops">;
}

/** Gives channels what a sender's integration takes, and what was sent to them. Throws `channel_stopped`. */
export async function routeMessages(
  tx: Tx,
  organizationId: string,
  stored: readonly StoredMessage[],
): Promise<string[]> {
  const things = stored.map(({ id, message: { type, integrationId, channelId, hops } }) => {
    return { id, type, family: type.split("^", 1).join(), integrationId, channelId, hops };
  });
  const sent = things.filter(({ channelId }) => channelId !== undefined);
  const received = things.filter(({ integrationId }) => integrationId !== null);
  const running = await route(tx, organizationId, "http", sent);
  if (sent.some(({ channelId = "" }) => !running.includes(channelId))) {
    throw messageErrors.channel_stopped({ detail: "Start it, then send the message again." });
  }
  return [...running, ...(await route(tx, organizationId, "mllp", received))];
}

/** Gives channels what happened, in the transaction in which it happened. */
export async function routeEvents(
  tx: Tx,
  organizationId: string,
  kind: "event" | "sync",
  events: readonly RoutedEvent[],
): Promise<void> {
  const things = events.map((event) => {
    const [family = ""] = event.type.split(".", 1);
    return {
      id: newId(),
      type: event.type,
      family: kind === "event" ? `${family}.*` : family,
      integrationId: event.integrationId ?? null,
      event,
    };
  });
  for (const channelId of await route(tx, organizationId, kind, things)) {
    await enqueue(tx, runChannel, { organizationId, channelId }, { organizationId });
  }
}

// A channel that is being deleted is waited for: what is stored or changed here must not fail with it.
const fanOut = `
  with wanted as (
    select c.id as taker, t.id, t.type, t.event, t.hops, t.n
      from unnest($4::uuid[], $5::text[], $6::text[], $7::uuid[], $8::uuid[], $9::text[], $10::int[]) with ordinality
        as t(id, type, family, integration_id, channel_id, event, hops, n)
      join channels c on c.organization_id = $1 and c.source_kind = $2 and c.status <> 'STOPPED'
       and (t.channel_id is null or c.id = t.channel_id)
       and (c.source_integration_id is null or c.source_integration_id = t.integration_id)
       and (c.source_types = '{}' or c.source_types && array[t.type, t.family, '*'])
       for key share of c
  ),
  taken as (
    insert into channel_messages (channel_id, message_id, organization_id, type, event, hops, taken_at)
    select w.taker, w.id, $1::uuid, w.type, w.event::jsonb, w.hops, $3 from wanted w order by w.n
  )
  select distinct taker as id from wanted order by id`;
