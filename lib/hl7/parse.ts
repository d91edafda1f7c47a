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
const headerLength = 5;
const trailers: readonly string[] = ["BTS", "FTS"];
const code = { zero: 0x30, nine: 0x39, a: 0x41, h: 0x48, s: 0x53, z: 0x5a };

function unparseable(position: number): Error {
  return hl7Errors.hl7_unparseable({
    detail: `A message has to begin with MSH and a separator; at character ${position + 1} none does.`,
    members: { position },
  });
}

const isCapital = (letter: number) => letter >= code.a && letter <= code.z;
const isCapitalOrDigit = (letter: number) =>
  isCapital(letter) || (letter >= code.zero && letter <= code.nine);

type LineKind = "header" | "trailer" | "segment" | "rest";

/** A text while it is read, from line to line. What a line begins ends where the next one begins something. */
class Reading {
  private readonly parts: (Message | Segment)[] = [];
  private delimiters: Delimiters = usualDelimiters;
  /** Those of the envelope, whose end follows messages that may have others. */
  private enveloping: Delimiters = usualDelimiters;
  /** What is open: a message, or a segment of the envelope. */
  private open: "message" | "header" | "trailer" | undefined;
  /** By turns where a segment of it begins, and where its line ends. */
  private cuts: number[] = [];
  private oddities: Oddity[] = [];

  constructor(private readonly text: string) {}

  /** Of CR, LF and CRLF each ends a line, though the standard knows CR alone. */
  readFrom(position: number): (Message | Segment)[] {
    const { text } = this;
    let start = position;
    let cr = text.indexOf("\r", start);
    let lf = text.indexOf("\n", start);
    while (start < text.length) {
      const found = cr === -1 || (lf !== -1 && lf < cr) ? lf : cr;
      const end = found === -1 ? text.length : found;
      this.take(start, end);
      start = end === cr && lf === cr + 1 ? end + 2 : end + 1;
      if (cr !== -1 && cr < start) cr = text.indexOf("\r", start);
      if (lf !== -1 && lf < start) lf = text.indexOf("\n", start);
    }
    this.closePart(text.length);
    return this.parts;
  }

  private take(begin: number, end: number): void {
    const kind = this.kindOf(begin, end);
    if (kind === "segment" && this.open === "message") this.cuts.push(begin, end);
    else if (kind === "rest" && this.open) this.prolong(begin, end);
    else if (kind === "header" || (kind === "trailer" && this.open)) this.beginPart(kind, begin, end);
    else throw unparseable(begin);
  }

  /** What a line is: it begins something, or is the rest of a value with a line break in it. */
  private kindOf(begin: number, end: number): LineKind {
    const { text } = this;
    // By their codes, which makes no texts: each line is asked.
    const last = text.charCodeAt(begin + nameLength - 1);
    const isName =
      end - begin >= nameLength &&
      isCapital(text.charCodeAt(begin)) &&
      isCapitalOrDigit(text.charCodeAt(begin + 1)) &&
      isCapitalOrDigit(last);
    if (!isName) return "rest";
    if (last === code.h || last === code.s) {
      if (headerLine.test(text.slice(begin, Math.min(end, begin + headerLength)))) return "header";
      const isTrailer = trailers.includes(text.slice(begin, begin + nameLength));
      if (isTrailer && this.isDivided(begin, end, this.enveloping)) return "trailer";
    }
    return this.isDivided(begin, end, this.delimiters) ? "segment" : "rest";
  }

  /** Whether the name is all there is, or a separator follows it. */
  private isDivided(begin: number, end: number, { field }: Delimiters): boolean {
    const next = begin + nameLength;
    return next === end || this.text.charCodeAt(next) === field.charCodeAt(0);
  }

  /** An empty line belongs to the end of the one before it, any other to its text. */
  private prolong(begin: number, end: number): void {
    if (begin === end) return;
    this.oddities.push({ code: "line_broken", segment: this.cuts.length / 2 });
    this.cuts[this.cuts.length - 1] = end;
  }

  private beginPart(kind: "header" | "trailer", begin: number, end: number): void {
    this.closePart(begin);
    const isMessage = this.text.startsWith("MSH", begin);
    this.delimiters = kind === "header" ? readDelimiters(this.text.slice(begin, end)) : this.enveloping;
    if (!isMessage) this.enveloping = this.delimiters;
    this.open = isMessage ? "message" : kind;
    this.cuts = [begin, end];
    this.oddities = [];
  }

  private closePart(end: number): void {
    const { text, cuts, open, delimiters, oddities } = this;
    const [begin = 0, lineEnd = 0] = cuts;
    cuts.push(end);
    if (open === "message") this.parts.push(new Message(text, cuts, delimiters, oddities));
    else if (open) this.parts.push(new Segment(text, begin, lineEnd, end, delimiters, open === "header"));
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
