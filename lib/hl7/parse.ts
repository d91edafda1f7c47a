/** Reads messages, as tolerantly as senders are careless, and without losing a letter. */
import { type Delimiters, readDelimiters, usualDelimiters } from "./delimiters";
import { hl7Errors } from "./errors";
import { Message, type Oddity } from "./message";
import { nameLength, Segment } from "./segment";

/** Several messages in one text: a batch, a file of batches (HL7 v2.8, chapter 2.10.3), or one after the other. */
export class Batch {
  constructor(
    /** FHS, BHS, BTS and FTS where they stand, and the messages between them. */
    readonly parts: readonly (Message | Segment)[],
    /** Blanks that stood before the first header. */
    private readonly before: string,
  ) {}

  get messages(): Message[] {
    return this.parts.filter((part) => part instanceof Message);
  }

  /** What came, to the letter, but for what was written since. */
  toString(): string {
    return this.before + this.parts.join("");
  }
}

/** What is no blank, no byte order mark, and not what begins a frame of MLLP, where somebody copied it too. */
const beginning = /\S/;
const headerLine = /^(?:MSH|FHS|BHS)[^\p{L}\p{N}\s\p{Cc}]/u;
/** So much of a line that the expression can decide. */
const headerBytes = 5;
const trailers: readonly string[] = ["BTS", "FTS"];
const code = { zero: 0x30, nine: 0x39, a: 0x41, h: 0x48, s: 0x53, z: 0x5a };

function unparseable(position: number): Error {
  return hl7Errors.hl7_unparseable({
    detail: `A message has to begin with MSH and a separator; at character ${position + 1} none does.`,
    members: { position },
  });
}

/** Whether three capitals or digits stand there, the first a capital. By their codes: each line is asked. */
function isNameAt(text: string, at: number): boolean {
  const first = text.charCodeAt(at);
  if (!(first >= code.a && first <= code.z)) return false;
  for (let index = at + 1; index < at + nameLength; index++) {
    const next = text.charCodeAt(index);
    const isDigit = next >= code.zero && next <= code.nine;
    if (!isDigit && !(next >= code.a && next <= code.z)) return false;
  }
  return true;
}

type LineKind = "header" | "trailer" | "segment" | "rest";

/** A text while it is read, from line to line. A segment ends where the next one begins. */
class Reading {
  readonly parts: (Message | Segment)[] = [];
  private delimiters: Delimiters = usualDelimiters;
  /** Those of the envelope, whose end follows messages that may have others. */
  private enveloping: Delimiters = usualDelimiters;
  /** Of the message that is open, as it takes them. */
  private cuts: number[] = [];
  private oddities: Oddity[] = [];
  /** Of the segment that is open: where it begins, where its line ends, and what it is. */
  private begin = 0;
  private lineEnd = 0;
  private kind: LineKind | undefined;

  constructor(private readonly text: string) {}

  /** Of CR, LF and CRLF each ends a line, though the standard knows CR alone. */
  readFrom(position: number): (Message | Segment)[] {
    const { text } = this;
    let start = position;
    let cr = text.indexOf("\r", start);
    let lf = text.indexOf("\n", start);
    while (cr !== -1 || lf !== -1) {
      const end = cr === -1 || (lf !== -1 && lf < cr) ? lf : cr;
      this.take(start, end);
      start = end === cr && lf === cr + 1 ? end + 2 : end + 1;
      if (cr !== -1 && cr < start) cr = text.indexOf("\r", start);
      if (lf !== -1 && lf < start) lf = text.indexOf("\n", start);
    }
    if (start < text.length) this.take(start, text.length);
    this.closeSegment(text.length);
    this.closeMessage(text.length);
    return this.parts;
  }

  private take(begin: number, end: number): void {
    const kind = this.kindOf(begin, end);
    if (kind === "rest" && this.kind) {
      this.prolong(begin, end);
      return;
    }
    this.closeSegment(begin);
    if (kind === "header" || (kind === "trailer" && this.kind)) this.beginPart(kind, begin, end);
    else if (this.cuts.length === 0) throw unparseable(begin);
    this.begin = begin;
    this.lineEnd = end;
    this.kind = kind;
  }

  /** What a line is: it begins something, or is the rest of a value with a line break in it. */
  private kindOf(begin: number, end: number): LineKind {
    if (end - begin < nameLength || !isNameAt(this.text, begin)) return "rest";
    const last = this.text.charCodeAt(begin + nameLength - 1);
    if (last === code.h || last === code.s) {
      if (headerLine.test(this.text.slice(begin, Math.min(end, begin + headerBytes)))) return "header";
      const isTrailer = trailers.includes(this.text.slice(begin, begin + nameLength));
      if (isTrailer && this.isDivided(begin, end, this.enveloping)) return "trailer";
    }
    return this.isDivided(begin, end, this.delimiters) ? "segment" : "rest";
  }

  /** Whether the name is all there is, or a separator follows it. */
  private isDivided(begin: number, end: number, { field }: Delimiters): boolean {
    return end - begin === nameLength || this.text[begin + nameLength] === field;
  }

  /** An empty line belongs to the end of the one before it, any other to its text. */
  private prolong(begin: number, end: number): void {
    if (begin === end) return;
    this.oddities.push({ code: "line_broken", segment: this.cuts.length / 2 + 1 });
    this.lineEnd = end;
  }

  private beginPart(kind: "header" | "trailer", begin: number, end: number): void {
    this.closeMessage(begin);
    const isMessage = this.text.startsWith("MSH", begin);
    this.delimiters = kind === "header" ? readDelimiters(this.text.slice(begin, end)) : this.enveloping;
    if (!isMessage) this.enveloping = this.delimiters;
  }

  private closeSegment(end: number): void {
    const { text, begin, lineEnd, kind } = this;
    if (!kind) return;
    if (kind === "segment" || text.startsWith("MSH", begin)) {
      this.cuts.push(begin, lineEnd);
      return;
    }
    this.parts.push(new Segment(text, begin, lineEnd, end, this.delimiters, kind === "header"));
    this.oddities = [];
  }

  private closeMessage(end: number): void {
    if (this.cuts.length === 0) return;
    this.cuts.push(end);
    this.parts.push(new Message(this.text, this.cuts, this.delimiters, this.oddities));
    this.cuts = [];
    this.oddities = [];
  }
}

/** Reads what begins with MSH, FHS or BHS and a separator. Throws `hl7_unparseable` for anything else. */
export function parseBatch(text: string): Batch {
  const found = text.search(beginning);
  if (found === -1) throw unparseable(text.length);
  return new Batch(new Reading(text).readFrom(found), text.slice(0, found));
}

/** Reads one message. Throws `hl7_unparseable` for anything else, several messages among it. */
export function parseMessage(text: string): Message {
  const { parts } = parseBatch(text);
  const [message, second] = parts;
  if (!(message instanceof Message) || second !== undefined) {
    throw hl7Errors.hl7_unparseable({ detail: "Send one message, not a batch of them." });
  }
  return message;
}
