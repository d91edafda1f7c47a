/**
 * Frames of the minimal lower layer protocol: <VT> content <FS><CR> (HL7 v2, Implementation Guide, appendix C; MLLP
 * transport specification, release 2). Read as carelessly as they are sent, and nothing that was sent as one frame is
 * ever taken for two or cut:
 *
 * - An FS ends its frame where CR, LF or the VT of the next one follows, or nothing more comes: some senders leave the CR
 *   out and wait. Any other FS is content. The standard forbids it there; engines that end the frame at it would
 *   acknowledge half of a message as the whole.
 * - A VT inside of a frame is content too (word processors write it for line breaks), unless a header follows: then the
 *   sender began anew without ending the frame before.
 * - What stands between frames is passed over, as others do; only blanks belong there.
 */

const vt = 0x0b;
const fs = 0x1c;
const cr = 0x0d;
const lf = 0x0a;

/** What senders write between frames without a meaning: line ends, ends of frames once more, blanks and NUL. */
const blanks: ReadonlySet<number> = new Set([cr, lf, fs, 0x20, 0x09, 0x00]);
const headers = ["MSH", "FHS", "BHS"];

/** The single byte of a release 2 commit: it says that a frame was stored, or was not, and is no message. */
export const commit = { stored: 0x06, notStored: 0x15 };

export function isCommit(content: Buffer): boolean {
  return content.length === 1 && (content[0] === commit.stored || content[0] === commit.notStored);
}

export type FrameEvent =
  | { readonly kind: "frame"; readonly content: Buffer }
  /** Bytes that are in no frame have begun; told once until the next frame. */
  | { readonly kind: "outside" }
  /** A frame ended before its end was sent; its bytes are dropped. */
  | { readonly kind: "cut_off"; readonly bytes: number }
  /** A frame is larger than is taken. Nothing is read after it. */
  | { readonly kind: "too_large"; readonly head: Buffer };

/** So much of a frame that is too large is kept: its header stands there. */
const headBytes = 4_096;
const firstRoomBytes = 4_096;

/** Content between VT and FS CR. */
export function frameOf(content: Uint8Array): Buffer {
  const framed = Buffer.allocUnsafe(content.length + 3);
  framed[0] = vt;
  framed.set(content, 1);
  framed[content.length + 1] = fs;
  framed[content.length + 2] = cr;
  return framed;
}

/** Whether a frame can hold the content: an FS could be taken for its end. */
export function canBeFramed(content: Uint8Array): boolean {
  return !content.includes(fs);
}

/** Bytes that are put together from pieces, however small, at a cost that grows with their number alone. */
class Gathered {
  private room = Buffer.alloc(0);
  length = 0;

  add(piece: Buffer): void {
    const needed = this.length + piece.length;
    if (needed > this.room.length) {
      const larger = Buffer.allocUnsafe(Math.max(needed, this.room.length * 2, firstRoomBytes));
      this.room.copy(larger, 0, 0, this.length);
      this.room = larger;
    }
    piece.copy(this.room, this.length);
    this.length = needed;
  }

  /** The bytes, which belong to the caller from here on. */
  take(): Buffer {
    const bytes = this.room.subarray(0, this.length);
    this.room = Buffer.alloc(0);
    this.length = 0;
    return bytes;
  }
}

type Place = "outside" | "inside" | "after_fs" | "over";

/** Finds the frames of a stream, however it is cut into pieces. */
export class FrameReader {
  private place: Place = "outside";
  private readonly content = new Gathered();
  private hasToldOutside = false;

  constructor(private readonly maxBytes: number) {}

  /** Whether a frame has begun, or bytes outside of frames run on: the end of it is awaited. */
  get isAwaiting(): boolean {
    return this.place === "inside" || this.place === "after_fs" || this.hasToldOutside;
  }

  /** Whether the frame is whole if nothing more comes. */
  get isPerhapsWhole(): boolean {
    return this.place === "after_fs";
  }

  /** What the next bytes of the stream bring. */
  read(piece: Buffer): FrameEvent[] {
    const events: FrameEvent[] = [];
    let at = 0;
    while (at < piece.length && this.place !== "over") at = this.step(piece, at, events);
    return events;
  }

  /** What is left when nothing more comes for a while, or ever. */
  end(): FrameEvent[] {
    const events: FrameEvent[] = [];
    if (this.place === "after_fs") this.complete(events);
    else if (this.place === "inside") events.push({ kind: "cut_off", bytes: this.content.take().length });
    if (this.place !== "over") this.place = "outside";
    return events;
  }

  /** Reads on to where the place changes, and answers where that is. */
  private step(piece: Buffer, at: number, events: FrameEvent[]): number {
    if (this.place === "outside") return this.passOver(piece, at, events);
    if (this.place === "after_fs") return this.decideFs(piece, at, events);
    const found = piece.indexOf(fs, at);
    const end = found === -1 ? piece.length : found;
    this.keep(piece.subarray(at, end), events);
    if (found !== -1 && this.place === "inside") this.place = "after_fs";
    return end + 1;
  }

  private passOver(piece: Buffer, at: number, events: FrameEvent[]): number {
    const found = piece.indexOf(vt, at);
    const passed = piece.subarray(at, found === -1 ? piece.length : found);
    if (!this.hasToldOutside && passed.some((byte) => !blanks.has(byte))) {
      this.hasToldOutside = true;
      events.push({ kind: "outside" });
    }
    if (found === -1) return piece.length;
    this.place = "inside";
    this.hasToldOutside = false;
    return found + 1;
  }

  private decideFs(piece: Buffer, at: number, events: FrameEvent[]): number {
    const next = piece[at];
    if (next === cr || next === lf || next === vt) {
      this.complete(events);
      return next === vt ? at : at + 1;
    }
    this.place = "inside";
    this.keep(Buffer.of(fs), events);
    return at;
  }

  private keep(piece: Buffer, events: FrameEvent[]): void {
    if (this.content.length + piece.length <= this.maxBytes) {
      this.content.add(piece);
      return;
    }
    const bytes = Math.min(headBytes, this.maxBytes);
    this.content.add(piece.subarray(0, Math.max(0, bytes - this.content.length)));
    events.push({ kind: "too_large", head: Buffer.from(this.content.take().subarray(0, bytes)) });
    this.place = "over";
  }

  private complete(events: FrameEvent[]): void {
    const content = this.content.take();
    const again = beginsAgainAt(content);
    if (again > 1) events.push({ kind: "cut_off", bytes: again - 1 });
    events.push({ kind: "frame", content: content.subarray(again) });
    this.place = "outside";
  }
}

/** Where the last message in a frame begins: at 0, or after a VT that a header follows. */
function beginsAgainAt(content: Buffer): number {
  for (let at = content.lastIndexOf(vt); at !== -1; at = at > 0 ? content.lastIndexOf(vt, at - 1) : -1) {
    if (headers.includes(content.toString("latin1", at + 1, at + 4))) return at + 1;
  }
  return 0;
}
