/** The parsers of HL7 v2 that people use under Node, each with the calls that its own documents show. */
import { createRequire } from "node:module";
import { Hl7Message } from "@medplum/core";
import { Message as NodeHl7Message } from "node-hl7-client";
import { parseMessage } from "@/lib/hl7";

/** A place of the first segment of a name. */
export interface Place {
  readonly segment: string;
  readonly field: number;
  /** 0 where the field is read as a whole. */
  readonly component: number;
}

export interface Parsed {
  read(place: Place): string;
  write(): string;
}

export interface Library {
  readonly name: string;
  parse(text: string): Parsed;
}

// Two have no types: these are theirs as far as they are used.
interface HL7Standard {
  transform(): void;
  get(place: string): string | null;
  build(): string;
}
interface SimpleSegment {
  getField(field: number): string;
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

const pathOf = ({ segment, field, component }: Place, fieldMark: string) =>
  `${segment}${fieldMark}${field}${component ? `.${component}` : ""}`;

function ours(text: string): Parsed {
  const message = parseMessage(text);
  return {
    read: (place) => message.text(pathOf(place, "-")) ?? "",
    write: () => message.toString(),
  };
}

function medplum(text: string): Parsed {
  const message = Hl7Message.parse(text);
  return {
    read({ segment, field, component }) {
      const found = message.getSegment(segment)?.getField(field);
      return (component ? found?.getComponent(component) : found?.toString()) ?? "";
    },
    write: () => message.toString(),
  };
}

function nodeHl7(text: string): Parsed {
  const message = new NodeHl7Message({ text });
  return {
    read: (place) => message.get(pathOf(place, ".")).toString(),
    write: () => message.toString(),
  };
}

function standard(text: string): Parsed {
  const message = new Standard(text, { lineEndings: "\r" });
  message.transform();
  return {
    read: (place) => message.get(pathOf(place, ".")) ?? "",
    write: () => message.build(),
  };
}

function simpleHl7(text: string): Parsed {
  const message = new simple.Parser({ segmentSeperator: "\r" }).parse(text);
  return {
    read({ segment, field, component }) {
      // Its header begins to count at MSH-3.
      const found = segment === "MSH" ? message.header : message.getSegment(segment);
      const at = segment === "MSH" ? field - 2 : field;
      return (component ? found?.getComponent(at, component) : found?.getField(at)) ?? "";
    },
    write: () => message.toString(),
  };
}

export const carelane: Library = { name: "Carelane", parse: ours };
export const others: readonly Library[] = [
  { name: "@medplum/core", parse: medplum },
  { name: "node-hl7-client", parse: nodeHl7 },
  { name: "hl7-standard", parse: standard },
  { name: "simple-hl7", parse: simpleHl7 },
];
