/** Keeps what became of messages: those of events, what goes out, and how each ended; each kind in one statement. */
import { recordAudits } from "@/lib/audit";
import { factsOf, insertOutgoing, type NewMessage, readBody, writeMessages } from "@/lib/messages";
import type { TouchedRecord } from "@/lib/messages/schema";
import { now } from "@/lib/platform/clock";
import type { Vault } from "@/lib/platform/crypto";
import type { Tx } from "@/lib/platform/db";
import { callDestinations } from "../call";
import { type ChannelRow, channelActor } from "../definition/channel-store";
import { insertDeliveries } from "../deliver/delivery-store";
import { addressOf, isHandedOver } from "../deliver/destination";
import type { Passed } from "./go-through";
import type { LoadedSource } from "./load-sources";
import type { ChannelOutput } from "./output";
import { endTaken, type TakenEnd } from "./run-store";

/** A message that was gone through. */
export interface Ended {
  readonly loaded: LoadedSource;
  readonly passed: Passed;
}

interface Routed {
  readonly loaded: LoadedSource;
  readonly output: ChannelOutput;
}

function recordsOf({ row: { event } }: LoadedSource): TouchedRecord[] {
  return event ? [{ entity: event.entity, recordId: event.recordId }] : [];
}

/** The messages of events, which had none so far. Another channel may be going through the same events. */
async function keepEvents(
  tx: Tx,
  vault: Vault,
  { organizationId }: ChannelRow,
  ended: readonly Ended[],
): Promise<void> {
  const messages = ended.flatMap(({ loaded }): NewMessage[] => {
    const { row, source, about } = loaded;
    if (!source || about === undefined) return [];
    return [
      {
        id: row.messageId,
        organizationId,
        integrationId: null,
        direction: "in",
        kind: "event",
        type: row.type,
        controlId: null,
        sender: null,
        body: source.body,
        receivedAt: row.takenAt,
        flags: [],
        found: [{ parameter: "patient", value: about }],
        records: recordsOf(loaded),
        processing: "RECEIVED",
        ack: { code: null, state: "NOT_OWED", text: null },
        answer: null,
        timeline: [{ at: row.takenAt.toISOString(), event: "received", detail: null }],
        errors: [],
      },
    ];
  });
  const inOneOrder = messages.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  writeMessages(tx, vault, inOneOrder, { unlessKept: true });
}

/** What an output is and says, for every destination alike. */
function contentOf({ loaded, output: { kind, body } }: Routed) {
  const plain = { type: loaded.row.type, controlId: null, flags: [], found: [], keys: loaded.keys };
  const said = kind === "hl7v2" ? factsOf(readBody(body)) : plain;
  return { kind, body, ...said, records: recordsOf(loaded) };
}

/** Each output as a message of its own for each destination, and its delivery, in the order of the messages. */
async function keepOutputs(
  tx: Tx,
  vault: Vault,
  { id: channelId, organizationId, definition }: ChannelRow,
  routed: readonly Routed[],
): Promise<void> {
  const nextAttemptAt = now();
  const outputs = routed.flatMap(({ loaded, output }) => {
    const content = contentOf({ loaded, output });
    return definition.destinations.map((destination) => ({ loaded, destination, content }));
  });
  const messages = outputs.map(({ destination, content }) => {
    const integrationId = destination.kind === "integration" ? destination.integrationId : null;
    return { ...content, organizationId, integrationId, sender: addressOf(destination), nextAttemptAt };
  });
  const ids = insertOutgoing(tx, vault, messages);
  const deliveries = outputs.map(({ loaded: { row, lanes }, destination }, index) => {
    const id = ids[index] ?? "";
    return { id, destinationId: destination.id, sourceMessageId: row.messageId, lanes, hops: row.hops + 1 };
  });
  await insertDeliveries(tx, { channelId, organizationId }, deliveries);
}

/**
 * That messages leave us is kept, as when somebody reads them: of which record or message, and where to. A webhook's queue
 * keeps it itself when it sends; what an integration takes in stays here.
 */
async function auditDisclosures(tx: Tx, channel: ChannelRow, routed: readonly Routed[]): Promise<void> {
  const outside = channel.definition.destinations.filter((destination) => !isHandedOver(destination));
  if (outside.length === 0) return;
  const destinations = outside.map(({ id }) => id);
  const entries = routed.map(({ loaded: { row } }) => ({
    action: "records.sent",
    entity: row.event?.entity ?? "messages",
    recordId: row.event?.recordId ?? row.messageId,
    target: { messageId: row.messageId, version: row.event?.version ?? null, destinations },
  }));
  await recordAudits(tx, channelActor(channel), entries);
}

function endOf({ loaded, passed }: Ended): TakenEnd {
  const errors = passed.state === "FAILED" ? passed.errors : [];
  return { messageId: loaded.row.messageId, state: passed.state, errors };
}

/** In one transaction, that of the caller, who has prepared the trail. */
export async function keepOutcomes(
  tx: Tx,
  vault: Vault,
  channel: ChannelRow,
  ended: readonly Ended[],
): Promise<void> {
  const { destinations } = channel.definition;
  const routed = ended.flatMap(({ loaded, passed }) =>
    passed.state === "ROUTED" ? [{ loaded, output: passed.output }] : [],
  );
  await keepEvents(tx, vault, channel, ended);
  await keepOutputs(tx, vault, channel, routed);
  await auditDisclosures(tx, channel, routed);
  await endTaken(tx, channel.id, channel.version, ended.map(endOf));
  if (routed.length === 0) return;
  const destinationIds = destinations.map(({ id }) => id);
  await callDestinations(tx, channel.organizationId, destinationIds);
}
