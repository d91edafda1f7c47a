/** What a message is found by: read of its header and of the segments that name whom and what it is about. */
import { type DecodedMessage, decodeMessage, type Message, parseMessage, type Segment } from "@/lib/hl7";
import { isCarelaneError } from "@/lib/platform/errors";
import { cleanText } from "@/lib/records/schema";
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

/** PostgreSQL's indexes have no room for thousands of letters. */
const longestText = 200;

/** What stands at these places as columns hold it: cut, and without what PostgreSQL refuses. */
function textAt(message: Message, paths: readonly string[], separator = ""): string | null {
  const parts = paths.flatMap((path) => message.text(path) ?? []);
  return parts.length === 0 ? null : cleanText(parts.join(separator).slice(0, longestText));
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
  const controlId = textAt(message, ["MSH-10"]);
  return {
    type: textAt(message, ["MSH-9.1", "MSH-9.2"], "^") ?? "",
    controlId,
    sender: textAt(message, ["MSH-3.1", "MSH-4.1"], "|"),
    found: identifiersIn(message),
    uniqueBy: controlId ?? undefined,
    flags,
  };
}
