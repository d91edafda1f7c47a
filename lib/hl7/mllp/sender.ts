/** One connection of a sender: its frames are taken as they come, and answered in their order. */
import type { Socket } from "node:net";
import { type FrameEvent, FrameReader, frameOf, isCommit } from "./frames";

/** Who sends, as far as the connection tells. */
export interface Peer {
  readonly address: string;
  readonly port: number;
  /** Only of a certificate that was checked. */
  readonly certificate?: {
    readonly subject: string;
    /** SHA-256, in hexadecimal pairs with colons. */
    readonly fingerprint256: string;
  };
  /** Id of the connection. */
  readonly connection: string;
}

/** What went wrong on a connection. None of it holds what was sent. */
export type TroubleCode =
  | "bytes_outside_frame"
  | "frame_cut_off"
  | "frame_too_slow"
  | "frame_too_large"
  | "not_taken"
  | "answers_unread"
  | "connection_broken";

export interface Intake {
  /**
   * Called once a frame is whole, in the order of the frames of a connection; resolves with the answer, or null where
   * none is owed, when what was sent cannot be lost any more. If it rejects, the connection is ended without an answer to
   * this frame or one after it, so that the sender sends them again.
   */
  take(frame: Buffer, peer: Peer): Promise<Buffer | null>;
  /** The same for a frame that is too large: its first bytes alone. The connection is ended after the answer. */
  takeTooLarge?(head: Buffer, peer: Peer): Promise<Buffer | null>;
  onTrouble?(code: TroubleCode, peer: Peer, cause?: unknown): void;
}

export interface SenderLimits {
  /** Most bytes of a frame. */
  readonly maxMessageBytes: number;
  /** Longest silence between frames, and longest time in which a sender reads nothing of its answers. */
  readonly idleMs: number;
  /** Longest time from the first byte of a frame to its last. */
  readonly frameMs: number;
  /** Most frames that are taken and not answered; with as many, nothing more is read. */
  readonly maxInFlight: number;
  /** How long an FS waits for its CR before it ends the frame alone. */
  readonly trailerMs: number;
}

/** How long a connection that was ended stays open for the sender to read the last answer. */
const lingerMs = 2_000;

export class Sender {
  private readonly reader: FrameReader;
  private readonly waiting: FrameEvent[] = [];
  private inFlight = 0;
  private unwritten = 0;
  /** True once nothing more is read; what was read is answered, then the connection ends. */
  private isOver = false;
  private lastTurn: Promise<void> = Promise.resolve();
  private frameTimer: NodeJS.Timeout | undefined;
  private trailerTimer: NodeJS.Timeout | undefined;
  private lingerTimer: NodeJS.Timeout | undefined;

  constructor(
    private readonly socket: Socket,
    private readonly peer: Peer,
    private readonly intake: Intake,
    private readonly limits: SenderLimits,
  ) {
    this.reader = new FrameReader(limits.maxMessageBytes);
    socket.setTimeout(limits.idleMs);
    socket.on("data", (piece) => this.read(piece));
    socket.on("end", () => this.readLast());
    socket.on("timeout", () => this.endSilence());
    socket.on("error", (cause) => this.tell("connection_broken", cause));
    socket.on("close", () => this.stopTimers());
  }

  /** Takes nothing more, answers what is taken, and ends the connection. */
  close(): void {
    this.waiting.length = 0;
    this.isOver = true;
    this.advance();
  }

  private tell(code: TroubleCode, cause?: unknown): void {
    this.intake.onTrouble?.(code, this.peer, cause);
  }

  private read(piece: Buffer): void {
    // A connection that was closed with unread bytes would be reset, and the last answer be lost.
    if (this.isOver) return;
    const events = this.reader.read(piece);
    if (events.length > 0) this.stopFrameTimer();
    this.waiting.push(...events);
    this.advance();
  }

  private readLast(): void {
    if (!this.isOver) this.waiting.push(...this.reader.end());
    this.isOver = true;
    this.advance();
  }

  private endSilence(): void {
    if (this.unwritten > 0) this.breakOff("answers_unread");
    else if (this.inFlight === 0) this.close();
  }

  private breakOff(code: TroubleCode, cause?: unknown): void {
    this.tell(code, cause);
    this.socket.destroy();
  }

  /** Does what can be done now: takes what waits, stops or goes on reading, ends. */
  private advance(): void {
    if (this.socket.destroyed) return;
    while (this.inFlight < this.limits.maxInFlight) {
      const event = this.waiting.shift();
      if (!event) break;
      this.act(event);
    }
    if (this.inFlight < this.limits.maxInFlight || this.isOver) this.socket.resume();
    else this.socket.pause();
    this.watch();
    if (this.isOver && this.waiting.length === 0 && this.inFlight === 0) this.end();
  }

  private act(event: FrameEvent): void {
    switch (event.kind) {
      case "frame":
        // Nothing is sent by an empty frame, with which some senders see whether we are there.
        if (event.content.length === 0 || isCommit(event.content)) return;
        void this.answer(() => this.intake.take(event.content, this.peer));
        return;
      case "too_large":
        this.tell("frame_too_large");
        this.isOver = true;
        void this.answer(async () => (await this.intake.takeTooLarge?.(event.head, this.peer)) ?? null);
        return;
      case "outside":
        this.tell("bytes_outside_frame");
        return;
      case "cut_off":
        this.tell("frame_cut_off");
        return;
    }
  }

  private async answer(take: () => Promise<Buffer | null>): Promise<void> {
    this.inFlight++;
    const [taken, before] = [Promise.try(take), this.lastTurn];
    this.lastTurn = this.write(taken, before);
    await this.lastTurn;
    this.inFlight--;
    this.advance();
  }

  /** Writes an answer after the one before it. Never rejects. */
  private async write(taken: Promise<Buffer | null>, before: Promise<void>): Promise<void> {
    const [outcome] = await Promise.allSettled([taken, before]);
    if (this.socket.destroyed) return;
    if (outcome.status === "rejected") {
      this.breakOff("not_taken", outcome.reason);
    } else if (outcome.value) {
      const framed = frameOf(outcome.value);
      this.unwritten++;
      await new Promise<void>((resolve) => this.socket.write(framed, () => resolve()));
      this.unwritten--;
    }
  }

  /** Sets the time in which what has begun must go on, while we read. */
  private watch(): void {
    const isReading = !this.socket.isPaused() && !this.isOver;
    if (!isReading || !this.reader.isAwaiting) this.stopFrameTimer();
    else this.frameTimer ??= setTimeout(() => this.breakOff("frame_too_slow"), this.limits.frameMs);
    clearTimeout(this.trailerTimer);
    if (isReading && this.reader.isPerhapsWhole) {
      this.trailerTimer = setTimeout(() => this.completeFrame(), this.limits.trailerMs);
    }
  }

  private completeFrame(): void {
    this.waiting.push(...this.reader.end());
    this.advance();
  }

  private end(): void {
    this.socket.end();
    this.lingerTimer ??= setTimeout(() => this.socket.destroy(), lingerMs);
  }

  private stopFrameTimer(): void {
    clearTimeout(this.frameTimer);
    this.frameTimer = undefined;
  }

  private stopTimers(): void {
    this.stopFrameTimer();
    clearTimeout(this.trailerTimer);
    clearTimeout(this.lingerTimer);
  }
}
