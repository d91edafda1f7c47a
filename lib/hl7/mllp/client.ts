/** Sends messages to one receiver over a connection that stays open, in the order in which they are given. */
import { dial, type Receiver } from "./dial";
import { mllpErrors } from "./errors";
import { canBeFramed } from "./frames";
import { type Answered, Line, type LineOptions, type Sending } from "./line";

export interface MllpClientOptions extends Receiver, Partial<LineOptions> {
  /** How long a message waits for a connection, further tries included, in milliseconds. */
  readonly connectTimeoutMs?: number;
  /** Most messages that are sent and not answered; 1, as most receivers want it, unless told. */
  readonly window?: number;
}

type Settled = Required<Omit<MllpClientOptions, keyof Receiver | "onUnasked">>;

const defaults: Settled = {
  connectTimeoutMs: 10_000,
  window: 1,
  answerTimeoutMs: 30_000,
  idleMs: 60_000,
  maxAnswerBytes: 16 * 1024 * 1024,
  // Without a function that compares them, answers come in the order of the messages.
  isAnswerTo: () => true,
};

export class MllpClient {
  private readonly options: MllpClientOptions & Settled;
  private readonly queue: Sending[] = [];
  private line: Line | undefined;
  private isDialing = false;
  private isClosed = false;
  private readonly pending = new Set<Promise<unknown>>();

  constructor(options: MllpClientOptions) {
    this.options = { ...defaults, ...options };
  }

  /**
   * Sends a message and answers what the receiver says to it. Connects where no connection is open. Whoever must keep
   * an order across failures sends the next message when the one before is answered.
   *
   * Throws `mllp_unreachable` (nothing was sent), `mllp_answer_missing` (it is not known whether the receiver has it),
   * `mllp_not_stored`, `mllp_not_trusted`, `mllp_unsendable`, `mllp_closed`, `endpoint_not_allowed`.
   */
  send(message: Buffer): Promise<Answered> {
    const sent = this.enqueue(message);
    this.pending.add(sent);
    const forget = () => this.pending.delete(sent);
    sent.then(forget, forget);
    this.advance();
    return sent;
  }

  /** Sends what was given, waits for the answers, and closes the connection. */
  async close(): Promise<void> {
    this.isClosed = true;
    await Promise.allSettled(this.pending);
    this.line?.end();
  }

  private async enqueue(message: Buffer): Promise<Answered> {
    if (this.isClosed) throw mllpErrors.mllp_closed();
    if (!canBeFramed(message)) {
      const detail = "It holds the byte 1C, which ends a message there. Write it as \\X1C\\.";
      throw mllpErrors.mllp_unsendable({ detail });
    }
    const { promise, resolve, reject } = Promise.withResolvers<Answered>();
    this.queue.push({ message, resolve, reject });
    return promise;
  }

  private advance(): void {
    if (!this.line?.isOpen) {
      if (this.queue.length > 0 && !this.isDialing) void this.connect();
      return;
    }
    while (this.line.inFlight < this.options.window) {
      const next = this.queue.shift();
      if (!next) return;
      this.line.send(next);
    }
  }

  private async connect(): Promise<void> {
    this.isDialing = true;
    try {
      const socket = await dial(this.options, this.options.connectTimeoutMs);
      this.line = new Line(socket, this.options, () => this.advance());
    } catch (error) {
      for (const { reject } of this.queue.splice(0)) reject(error);
    }
    this.isDialing = false;
    this.advance();
  }
}
