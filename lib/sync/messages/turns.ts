/**
 * Messages that are committed together, turn by turn: what one tells lies over what the turns before it told, and each
 * leaves its own version of its records.
 */
import type { Connector, Entity } from "@/lib/connectors/contract";
import { hashItems, type MappedPage, type Mappings, mapItems } from "../commit/map-page";
import type { ReadMessage } from "./convert";
import { type Key, type knownBefore, layOver, nameOf, renamingsOf, toldBy } from "./lay-over";

/** Messages of which no two are about one patient, and what they tell. */
export interface Turn {
  readonly messages: readonly ReadMessage[];
  readonly page: MappedPage;
  readonly deleted: readonly Key[];
}

type IsOn = (entity: Entity) => boolean;

/** What is renamed, united or deleted is so for a whole transaction: no turn may come before or after it. */
function standsAlone(message: ReadMessage, isOn: IsOn): boolean {
  return (
    renamingsOf(message, isOn).length > 0 ||
    toldBy(message, isOn).some(({ converted }) => converted.isDeleted)
  );
}

/** Those of the messages that can be committed together; the others keep waiting, and with them their patients. Pure. */
export function committableTogether(messages: readonly ReadMessage[], isOn: IsOn): ReadMessage[] {
  const held = new Set<string>();
  return messages.filter((read) => {
    const { turn, lanes } = read.message;
    const isAlone = standsAlone(read, isOn);
    const isFree = lanes.every((lane) => !held.has(lane)) && (turn === 0 || !isAlone);
    if (isAlone || !isFree) for (const lane of lanes) held.add(lane);
    return isFree;
  });
}

/** How what is told becomes records. */
interface Making {
  readonly connector: Connector;
  readonly mappings: Mappings;
  readonly isOn: IsOn;
}

/** The turns of messages, over what is known before them. */
export async function takeTurns(
  { connector, mappings, isOn }: Making,
  before: Awaited<ReturnType<typeof knownBefore>>,
  together: readonly ReadMessage[],
): Promise<Turn[]> {
  const known = new Map(before);
  const turns: Turn[] = [];
  for (const messages of Map.groupBy(together, ({ message }) => message.turn).values()) {
    const { items, deleted } = layOver(known, messages, isOn);
    const hashed = await hashItems(items, mappings);
    const page = await mapItems(connector, hashed, mappings);
    turns.push({ messages, page, deleted });
    // What cannot be taken in is not what the next message adds to.
    const refused = new Set(page.errors.map(({ entity, remoteId = "" }) => nameOf({ entity, remoteId })));
    for (const item of hashed) if (!refused.has(nameOf(item))) known.set(nameOf(item), item.resource);
  }
  return turns;
}
