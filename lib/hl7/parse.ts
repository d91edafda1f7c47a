/** Reads messages, as tolerantly as senders are careless, and without losing a letter. */
import { type Delimiters, readDelimiters, usualDelimiters } from "./delimiters";
import { hl7Errors } from "./errors";
import { Message, type Oddity } from "./message";
import { Segment } from "./segment";

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

/** A line and what ends it. */
interface Line {
  readonly text: string;
  readonly end: string;
  /** Where it begins, in characters. */
  readonly at: number;
}

/** Of CR, LF and CRLF each ends a line, though the standard knows CR alone. */
function* linesOf(text: string, from: number): Generator<Line> {
  let start = from;
  let cr = text.indexOf("\r", start);
  let lf = text.indexOf("\n", start);
  while (cr !== -1 || lf !== -1) {
    const at = cr === -1 || (lf !== -1 && lf < cr) ? lf : cr;
    const end = at === lf ? "\n" : lf === cr + 1 ? "\r\n" : "\r";
    yield { text: text.slice(start, at), end, at: start };
    start = at + end.length;
    if (cr !== -1 && cr < start) cr = text.indexOf("\r", start);
    if (lf !== -1 && lf < start) lf = text.indexOf("\n", start);
  }
  if (start < text.length) yield { text: text.slice(start), end: "", at: start };
}

/** Blanks, a byte order mark, and what begins a frame of MLLP where somebody copied it too. */
const blanks = /^[\s\uFEFF\v]*/;
const headerLine = /^(?:MSH|FHS|BHS)[^\p{L}\p{N}\s\p{Cc}]/u;
const batchSegments: readonly string[] = ["FHS", "BHS", "BTS", "FTS"];
const segmentName = /^[A-Z][A-Z\d]{2}$/;

/** Whether a line begins as a segment does; else it is the rest of a value with a line break in it. */
function beginsSegment(line: string, field: string): boolean {
  return segmentName.test(line.slice(0, 3)) && (line.length === 3 || line.charAt(3) === field);
}

function unparseable(position: number): Error {
  return hl7Errors.hl7_unparseable({
    detail: `A message has to begin with MSH and a separator; at character ${position + 1} none does.`,
    members: { position },
  });
}

/** A text while it is read. */
class Reading {
  readonly parts: (Message | Segment)[] = [];
  private delimiters: Delimiters = usualDelimiters;
  /** Those of the envelope, whose end follows messages that may have others. */
  private enveloping: Delimiters = usualDelimiters;
  private segments: Segment[] = [];
  private oddities: Oddity[] = [];
  private open: Line | undefined;

  take(line: Line): void {
    const isHeader = headerLine.test(line.text);
    const isTrailer = /^[BF]TS/.test(line.text) && beginsSegment(line.text, this.enveloping.field);
    if (this.open && !isHeader && !isTrailer && !beginsSegment(line.text, this.delimiters.field)) {
      this.open = this.prolonged(this.open, line);
      return;
    }
    this.closeSegment();
    if (isHeader) this.begin(line.text);
    else if (isTrailer) this.delimiters = this.enveloping;
    else if (this.segments.length === 0) throw unparseable(line.at);
    this.open = line;
  }

  private begin(header: string): void {
    this.closeMessage();
    this.delimiters = readDelimiters(header);
    if (!header.startsWith("MSH")) this.enveloping = this.delimiters;
  }

  /** An empty line belongs to the end of the one before it, any other to its text. */
  private prolonged(open: Line, { text, end }: Line): Line {
    if (text === "") return { ...open, end: open.end + end };
    this.oddities.push({ code: "line_broken", segment: this.segments.length + 1 });
    return { ...open, text: open.text + open.end + text, end };
  }

  private closeSegment(): void {
    if (!this.open) return;
    const segment = new Segment(this.open.text, this.open.end, this.delimiters);
    this.open = undefined;
    if (batchSegments.includes(segment.name)) {
      this.closeMessage();
      this.parts.push(segment);
    } else {
      this.segments.push(segment);
    }
  }

  private closeMessage(): void {
    const [header] = this.segments;
    if (!header) return;
    this.parts.push(new Message(this.segments, header.delimiters, this.oddities));
    this.segments = [];
    this.oddities = [];
  }

  end(): (Message | Segment)[] {
    this.closeSegment();
    this.closeMessage();
    return this.parts;
  }
}

/** Reads what begins with MSH, FHS or BHS and a separator. Throws `hl7_unparseable` for anything else. */
export function parseBatch(text: string): Batch {
  const before = blanks.exec(text)?.[0] ?? "";
  if (!headerLine.test(text.slice(before.length, before.length + 4))) throw unparseable(before.length);
  const reading = new Reading();
  for (const line of linesOf(text, before.length)) reading.take(line);
  return new Batch(reading.end(), before);
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
