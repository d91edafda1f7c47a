/** One open connection to a receiver: messages go out in their order, answers come back. */
import type { Socket } from "node:net";
import { isCarelaneError } from "@/lib/platform/errors";
import { trustError } from "./dial";
import { mllpErrors } from "./errors";
import { commit, type FrameEvent, FrameReader, frameOf, isCommit } from "./frames";

export interface Answered {
  readonly answer: Buffer;
  /** False where the answer names another message, or none: it was the oldest one's turn. */
  readonly isMatched: boolean;
}

export interface LineOptions {
  /** Longest wait for the answer to a message, in milliseconds. */
  readonly answerTimeoutMs: number;
  /** After so long without a message the connection is closed. */
  readonly idleMs: number;
  /** Most bytes of an answer. */
  readonly maxAnswerBytes: number;
  /** Whether an answer belongs to a message, as MSA-2 and MSH-10 tell. */
  isAnswerTo(answer: Buffer, message: Buffer): boolean;
  /** An answer that nothing waits for: the application's, after that of the transport. */
  onUnasked?(answer: Buffer): void;
}

/** A message on its way. */
export interface Sending {
  readonly message: Buffer;
  resolve(answered: Answered): void;
  reject(error: unknown): void;
}

interface Sent extends Sending {
  readonly timer: NodeJS.Timeout;
}

const trailerMs = 200;

export class Line {
  private readonly reader: FrameReader;
  private readonly sent: Sent[] = [];
  private lastAnswered: Buffer | undefined;
  private failure: unknown;
  private trailerTimer: NodeJS.Timeout | undefined;

  constructor(
    private readonly socket: Socket,
    private readonly options: LineOptions,
    /** Called when a message was answered, and when the connection is over. */
    private readonly onChange: () => void,
  ) {
    this.reader = new FrameReader(options.maxAnswerBytes);
    socket.setTimeout(options.idleMs);
    socket.on("data", (piece) => this.read(piece));
    socket.on("timeout", () => this.sent.length === 0 && this.end());
    socket.on("error", (error) => {
      this.failure ??= error;
    });
    socket.on("close", () => this.rejectAll());
  }

  get isOpen(): boolean {
    return this.socket.writable && !this.socket.readableEnded;
  }

  get inFlight(): number {
    return this.sent.length;
  }

  send(sending: Sending): void {
    const timer = setTimeout(() => this.breakOff("It did not come in time."), this.options.answerTimeoutMs);
    this.sent.push({ ...sending, timer });
    this.socket.write(frameOf(sending.message));
  }

  end(): void {
    this.socket.end();
  }

  private breakOff(detail: string): void {
    this.failure ??= mllpErrors.mllp_answer_missing({ detail });
    this.socket.destroy();
  }

  private read(piece: Buffer): void {
    clearTimeout(this.trailerTimer);
    this.handle(this.reader.read(piece));
    if (!this.reader.isPerhapsWhole) return;
    this.trailerTimer = setTimeout(() => this.handle(this.reader.end()), trailerMs);
  }

  private handle(events: readonly FrameEvent[]): void {
    for (const event of events) {
      if (event.kind === "too_large") this.breakOff("It was larger than is taken.");
      else if (event.kind === "frame" && isCommit(event.content)) this.takeCommit(event.content);
      else if (event.kind === "frame") this.takeAnswer(event.content);
    }
  }

  /** That a message is stored is no answer yet; that it is not is the last we hear of it. */
  private takeCommit(content: Buffer): void {
    if (content[0] === commit.stored) return;
    this.settle(0)?.reject(mllpErrors.mllp_not_stored());
    this.onChange();
  }

  private takeAnswer(answer: Buffer): void {
    const { isAnswerTo, onUnasked } = this.options;
    const index = this.sent.findIndex(({ message }) => isAnswerTo(answer, message));
    const isRepeated = this.lastAnswered !== undefined && isAnswerTo(answer, this.lastAnswered);
    const isUnasked = this.sent.length === 0 || (index === -1 && isRepeated);
    if (isUnasked) {
      onUnasked?.(answer);
      return;
    }
    const sent = this.settle(Math.max(index, 0));
    this.lastAnswered = sent?.message;
    sent?.resolve({ answer, isMatched: index !== -1 });
    this.onChange();
  }

  private settle(index: number): Sent | undefined {
    const [sent] = this.sent.splice(index, 1);
    clearTimeout(sent?.timer);
    return sent;
  }

  private rejectAll(): void {
    clearTimeout(this.trailerTimer);
    const error = isCarelaneError(this.failure)
      ? this.failure
      : (trustError(this.failure) ??
        mllpErrors.mllp_answer_missing({
          detail: "The connection ended before it came.",
          cause: this.failure,
        }));
    for (const { timer, reject } of this.sent.splice(0)) {
      clearTimeout(timer);
      reject(error);
    }
    this.onChange();
  }
}
