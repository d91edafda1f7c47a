/** Newline-delimited JSON, cut into lines while it arrives. */
import { asResource, type ResourceText } from "./resource";

/** Whole lines, each with its newline. */
export interface LineBatch {
  readonly bytes: Buffer;
  readonly lines: number;
}

export interface BatchSizes {
  readonly batchBytes: number;
  /** A longer line is not kept: it becomes one that cannot be read, and the next line is fine again. */
  readonly maxLineBytes: number;
}

const newline = 0x0a;
const defaultSizes: BatchSizes = { batchBytes: 1024 * 1024, maxLineBytes: 64 * 1024 * 1024 };
/** Stands for a line that was too long; no JSON begins like this. */
const tooLong = Buffer.from("!\n");

function countLines(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(newline); at !== -1; at = bytes.indexOf(newline, at + 1)) lines++;
  return lines;
}

/** Collects whole lines, and the beginning of the one that is still arriving. */
class LineCollector {
  private whole: Buffer[] = [];
  private open: Buffer[] = [];
  private openBytes = 0;
  private isDropping = false;
  bytes = 0;

  constructor(private readonly maxLineBytes: number) {}

  private keepOpen(part: Buffer): void {
    if (this.isDropping || part.length === 0) return;
    this.open.push(part);
    this.openBytes += part.length;
    if (this.openBytes <= this.maxLineBytes) return;
    this.isDropping = true;
    this.open = [];
  }

  private keepWhole(...parts: Buffer[]): void {
    for (const part of parts) {
      this.whole.push(part);
      this.bytes += part.length;
    }
  }

  private closeLine(end: Buffer): void {
    if (this.isDropping) this.keepWhole(tooLong);
    else this.keepWhole(...this.open, end);
    this.open = [];
    this.openBytes = 0;
    this.isDropping = false;
  }

  add(chunk: Uint8Array): void {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    const first = bytes.indexOf(newline);
    if (first === -1) {
      this.keepOpen(bytes);
      return;
    }
    const last = bytes.lastIndexOf(newline);
    this.closeLine(bytes.subarray(0, first + 1));
    if (last > first) this.keepWhole(bytes.subarray(first + 1, last + 1));
    this.keepOpen(bytes.subarray(last + 1));
  }

  /** The last line may end without a newline. */
  finish(): void {
    if (this.open.length > 0 || this.isDropping) this.closeLine(Buffer.of(newline));
  }

  take(): LineBatch {
    const bytes = Buffer.concat(this.whole);
    this.whole = [];
    this.bytes = 0;
    return { bytes, lines: countLines(bytes) };
  }
}

/** Cuts an arriving body into batches of whole lines; memory holds one batch and one unfinished line. */
export async function* lineBatches(
  body: AsyncIterable<Uint8Array>,
  { batchBytes, maxLineBytes }: BatchSizes = defaultSizes,
): AsyncGenerator<LineBatch> {
  const collector = new LineCollector(maxLineBytes);
  for await (const chunk of body) {
    collector.add(chunk);
    if (collector.bytes >= batchBytes) yield collector.take();
  }
  collector.finish();
  if (collector.bytes > 0) yield collector.take();
}

/** The lines of a batch, without their newlines. */
export function* linesIn(bytes: Buffer): Generator<Buffer> {
  let start = 0;
  for (let end = bytes.indexOf(newline); end !== -1; end = bytes.indexOf(newline, start)) {
    yield bytes.subarray(start, end);
    start = end + 1;
  }
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** What a line holds: JSON and the text it came as; undefined when it is no JSON in UTF-8. */
export function parseJsonLine(line: Buffer): { value: unknown; text: string } | undefined {
  try {
    const text = utf8.decode(line).trim();
    return { value: JSON.parse(text), text };
  } catch {
    return undefined;
  }
}

const idKey = Buffer.from('"id":');
const space = 0x20;
const quote = 0x22;
const longestId = 64;

/**
 * The id of the resource on a line as servers write it, found without reading the line; undefined where it is written
 * otherwise. It may be the id of something within the resource: only who knows the whole line may rely on it.
 */
export function probableId(line: Buffer): string | undefined {
  const key = line.indexOf(idKey);
  const value = key + idKey.length;
  const open = line[value] === space ? value + 1 : value;
  if (key === -1 || line[open] !== quote) return undefined;
  const start = open + 1;
  const end = line.indexOf(quote, start);
  const length = end - start;
  return length > 0 && length <= longestId ? line.toString("latin1", start, end) : undefined;
}

/** The resource on a line; undefined when the line holds none. */
export function parseResourceLine(line: Buffer): ResourceText | undefined {
  const parsed = parseJsonLine(line);
  const resource = asResource(parsed?.value);
  return parsed && resource ? { resource, text: parsed.text } : undefined;
}
