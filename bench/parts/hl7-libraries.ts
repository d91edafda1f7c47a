/** The parsers of HL7 v2 that people use under Node, each with the calls that its own documents show. */
import { createRequire } from "node:module";
import { Hl7Message } from "@medplum/core";
import { Message as NodeHl7Message } from "node-hl7-client";
import { parseMessage } from "@/lib/hl7";

/** A place of the first segment of a name, in the three ways in which the libraries want it named. */
export interface Place {
  readonly segment: string;
  readonly field: number;
  readonly component: number;
  readonly dashed: string;
  readonly dotted: string;
}

export function place(segment: string, field: number, component: number): Place {
  const rest = `${field}.${component}`;
  return { segment, field, component, dashed: `${segment}-${rest}`, dotted: `${segment}.${rest}` };
}

/** What a library does with a text. */
export interface Library {
  readonly name: string;
  parse(text: string): unknown;
  parseAndRead(text: string, places: readonly Place[]): string[];
  parseAndWrite(text: string): string;
}

function library<M>(
  name: string,
  parse: (text: string) => M,
  read: (message: M, place: Place) => string,
  write: (message: M) => string,
): Library {
  return {
    name,
    parse,
    parseAndRead(text, places) {
      const message = parse(text);
      return places.map((place) => read(message, place));
    },
    parseAndWrite: (text) => write(parse(text)),
  };
}

// Two have no types: these are theirs as far as they are used.
interface HL7Standard {
  transform(): void;
  get(place: string): string | null;
  build(): string;
}
interface SimpleSegment {
  getComponent(field: number, component: number): string;
}
interface SimpleMessage {
  readonly header: SimpleSegment;
  getSegment(name: string): SimpleSegment | undefined;
}
const load = createRequire(import.meta.url);
const Standard: new (text: string, options: { lineEndings: string }) => HL7Standard = load("hl7-standard");
const simple: {
  Parser: new (options: { segmentSeperator: string }) => { parse(text: string): SimpleMessage };
} = load("simple-hl7");

export const carelane = library(
  "Carelane",
  parseMessage,
  (message, { dashed }) => message.text(dashed) ?? "",
  (message) => message.toString(),
);

const medplum = library(
  "@medplum/core",
  (text) => Hl7Message.parse(text),
  (message, { segment, field, component }) =>
    message.getSegment(segment)?.getField(field)?.getComponent(component, 0) ?? "",
  (message) => message.toString(),
);

const nodeHl7 = library(
  "node-hl7-client",
  (text) => new NodeHl7Message({ text }),
  (message, { dotted }) => message.get(dotted).toString(),
  (message) => message.toString(),
);

const standard = library(
  "hl7-standard",
  (text) => {
    const message = new Standard(text, { lineEndings: "\r" });
    message.transform();
    return message;
  },
  (message, { dotted }) => message.get(dotted) ?? "",
  (message) => message.build(),
);

const simpleHl7 = library(
  "simple-hl7",
  (text) => new simple.Parser({ segmentSeperator: "\r" }).parse(text),
  (message, { segment, field, component }) =>
    // Its header begins to count at MSH-3.
    segment === "MSH"
      ? message.header.getComponent(field - 2, component)
      : (message.getSegment(segment)?.getComponent(field, component) ?? ""),
  (message) => message.toString(),
);

export const others: readonly Library[] = [medplum, nodeHl7, standard, simpleHl7];
