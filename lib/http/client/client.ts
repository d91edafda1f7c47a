/**
 * The client for every call that leaves us. One per integration or endpoint: its circuit breaker and its
 * share of connections keep a bad vendor from slowing the others.
 */
import { env } from "@/lib/platform/env";
import { hasCode } from "@/lib/platform/errors";
import { type Deadline, startDeadline } from "./deadline";
import { outboundErrors } from "./errors";
import { wasNeverSent } from "./exchange";
import { defaultNetwork, type Network } from "./network";
import type { Rate } from "./pace";
import { RefusedReply, statusError } from "./refusal";
import type { OutboundReply, StreamedReply } from "./reply";
import { isRepeatable, mayHaveActed, type OutboundRequest, type StreamRequest } from "./request";
import { openResilience, type Resilience, type ResilienceOptions } from "./resilience";
import { readWhole, Tries } from "./tries";

export interface ClientOptions extends ResilienceOptions {
  /** What stands in logs: the connector or feature that calls. */
  readonly name: string;
  /** Longest time of a whole call, tries and waits included, in milliseconds. Default: OUTBOUND_TIMEOUT_MS. */
  readonly timeoutMs?: number;
  /** Calls in a time, each try counted; what comes too early waits for its turn. */
  readonly rate?: Rate;
  readonly network?: Network;
}

const totalTimeoutMs = 3_600_000;

async function* untilDone(body: AsyncIterable<Uint8Array>, deadline: Deadline): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } finally {
    deadline.clear();
  }
}

/** The error as the caller gets it; a write that may have arrived is never reported as simply failed. */
function finalError(error: unknown, request: OutboundRequest): unknown {
  if (error instanceof RefusedReply) return statusError(error.reply, mayHaveActed(request));
  const isLost = hasCode(error, "vendor_unreachable", "vendor_slow", "vendor_reply_unreadable");
  if (mayHaveActed(request) && isLost && !wasNeverSent(error)) {
    return outboundErrors.vendor_outcome_unknown({ cause: error });
  }
  return error;
}

export class Client {
  readonly #timeoutMs: number;
  readonly #tries: Tries;
  readonly #resilience: Resilience;

  constructor(options: ClientOptions) {
    this.#timeoutMs = options.timeoutMs ?? env().OUTBOUND_TIMEOUT_MS;
    this.#tries = new Tries({ ...options, network: options.network ?? defaultNetwork() });
    this.#resilience = openResilience(options);
  }

  /** How far the other side's clock is ahead of ours, by its last answer, in milliseconds; 0 before it told. */
  get clockOffsetMs(): number {
    return this.#tries.clockOffsetMs;
  }

  /** Calls and reads the answer whole. */
  async request(request: OutboundRequest): Promise<OutboundReply> {
    const deadline = this.#startDeadline(request);
    try {
      return await this.#call(request, deadline, async (stream) => {
        const reply = await readWhole(stream);
        request.check?.(reply);
        return reply;
      });
    } catch (error) {
      if (error instanceof RefusedReply && request.expect?.(error.reply.status)) return error.reply;
      throw finalError(error, request);
    } finally {
      deadline.clear();
    }
  }

  /** Calls and hands the body over as it arrives. A body left unread must be ended with its iterator's `return`. */
  async stream(request: StreamRequest): Promise<StreamedReply> {
    const deadline = this.#startDeadline(request);
    try {
      const stream = await this.#call(request, deadline, (head) => Promise.resolve(head));
      deadline.restart(request.totalTimeoutMs ?? totalTimeoutMs);
      return { ...stream, body: untilDone(stream.body, deadline) };
    } catch (error) {
      deadline.clear();
      throw finalError(error, request);
    }
  }

  #startDeadline({ timeoutMs = this.#timeoutMs, signal }: OutboundRequest): Deadline {
    return startDeadline(timeoutMs, signal);
  }

  #call<T>(
    request: OutboundRequest,
    deadline: Deadline,
    finish: (stream: StreamedReply) => Promise<T>,
  ): Promise<T> {
    const once = () => this.#tries.once(request, deadline.signal, finish);
    return this.#resilience.run(deadline, isRepeatable(request), once);
  }
}

/** Makes a client. Make it once and keep it: breaker and bulkhead live in it. */
export function createClient(options: ClientOptions): Client {
  return new Client(options);
}
