/** What a message is found by: read of its header and of the segments that name whom and what it is about. */
import { type DecodedMessage, decodeMessage, type Message, parseMessage, type Segment } from "@/lib/hl7";
import { isCarelaneError } from "@/lib/platform/errors";
import { type SearchParameter, type SearchValue, searchParameters } from "../search-keys";
import type { IncomingMessage } from "../take-messages";

/** Where identifiers stand: segment, field, component. A field may hold several. */
const places: Readonly<Record<SearchParameter, readonly (readonly [string, number, number])[]>> = {
  patient: [
    ["PID", 2, 1],
    ["PID", 3, 1],
    ["PID", 4, 1],
    ["MRG", 1, 1],
    ["MRG", 2, 1],
    ["MRG", 4, 1],
  ],
  order: [
    ["ORC", 2, 1],
    ["ORC", 3, 1],
    ["OBR", 2, 1],
    ["OBR", 3, 1],
    ["SCH", 1, 1],
    ["SCH", 2, 1],
    ["TXA", 14, 1],
    ["TXA", 15, 1],
  ],
  accession: [
    ["OBR", 3, 1],
    ["OBR", 18, 1],
    ["OBR", 20, 1],
    ["SPM", 2, 1],
    ["SPM", 30, 1],
  ],
  visit: [
    ["PID", 18, 1],
    ["PV1", 19, 1],
    ["PV1", 50, 1],
  ],
  case: [],
};

/** A batch of results may name thousands; more than this are not found by each of their numbers. */
const mostValues = 500;

function bySegment(): Map<string, { parameter: SearchParameter; field: number; component: number }[]> {
  const all = searchParameters.flatMap((parameter) =>
    places[parameter].map(([segment, field, component]) => ({ segment, parameter, field, component })),
  );
  return Map.groupBy(all, ({ segment }) => segment);
}

const wanted = bySegment();

function valuesIn(segment: Segment): SearchValue[] {
  return (wanted.get(segment.name) ?? []).flatMap(({ parameter, field, component }) =>
    segment.repetitions(field).flatMap((repetition) => {
      const value = repetition.text(component);
      return value === undefined ? [] : { parameter, value };
    }),
  );
}

/** The whole identifiers in a message, each once. */
function identifiersIn(message: Message): SearchValue[] {
  const found = new Map<string, SearchValue>();
  for (const segment of message.segments) {
    for (const value of valuesIn(segment)) found.set(`${value.parameter}\n${value.value}`, value);
    if (found.size >= mostValues) break;
  }
  return [...found.values()];
}

/** Who sent it, as people read it: MSH-3 and MSH-4. */
function senderText(message: Message): string | null {
  const parts = [message.text("MSH-3.1"), message.text("MSH-4.1")].filter((part) => part !== undefined);
  return parts.length === 0 ? null : parts.join("|");
}

function typeText(message: Message): string {
  return [message.text("MSH-9.1"), message.text("MSH-9.2")].filter((part) => part !== undefined).join("^");
}

/** A body as text, and the message in it where one can be read. */
export interface ReadBody extends DecodedMessage {
  readonly message?: Message;
}

/** Reads a body in the character set that it declares. */
export function readBody(body: Uint8Array): ReadBody {
  const decoded = decodeMessage(body);
  try {
    return { ...decoded, message: parseMessage(decoded.text) };
  } catch (error) {
    if (!isCarelaneError(error)) throw error;
    return decoded;
  }
}

type Facts = Pick<IncomingMessage, "type" | "controlId" | "sender" | "found" | "uniqueBy" | "flags">;

/** What a message says of itself; nothing where none could be read. */
export function factsOf({ message, oddity }: ReadBody): Facts {
  const flags = oddity ? (["charset_wrong"] as const) : [];
  if (!message) return { type: "", controlId: null, sender: null, found: [], flags };
  const controlId = message.text("MSH-10");
  return {
    type: typeText(message),
    controlId: controlId ?? null,
    sender: senderText(message),
    found: identifiersIn(message),
    uniqueBy: controlId,
    flags,
  };
}
