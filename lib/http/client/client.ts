/**
 * The client for every call that leaves us. One per integration or endpoint: its circuit breaker and its
 * share of connections keep a bad vendor from slowing the others.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Dispatcher } from "undici";
import { nowMs } from "@/lib/platform/clock";
import { env } from "@/lib/platform/env";
import { hasCode } from "@/lib/platform/errors";
import { createLogger } from "@/lib/platform/logger";
import { type Deadline, startDeadline } from "./deadline";
import { outboundErrors } from "./errors";
import { exchange, wasNeverSent } from "./exchange";
import { defaultNetwork, type Network, parseAllowedUrl } from "./network";
import { openPace, type Rate } from "./pace";
import { RefusedReply, statusError } from "./refusal";
import { OutboundReply, type StreamedReply } from "./reply";
import { openResilience } from "./resilience";

export interface ClientOptions {
  /** What stands in logs: the connector or feature that calls. */
  readonly name: string;
  /** Longest time of a whole call, tries and waits included, in milliseconds. Default: OUTBOUND_TIMEOUT_MS. */
  readonly timeoutMs?: number;
  /** Tries after the first; 3 unless told. */
  readonly retries?: number;
  /** Upper bound of the first wait; it doubles from try to try, and chance picks the wait below it. */
  readonly firstDelayMs?: number;
  /** Calls at one time; more wait for their turn. */
  readonly concurrency?: number;
  /** Calls in a time, each try counted; what comes too early waits for its turn. */
  readonly rate?: Rate;
  /** How long the breaker stays open before it lets one call try. */
  readonly breakerRestMs?: number;
  readonly network?: Network;
}

interface AnyRequest {
  readonly method?: Dispatcher.HttpMethod;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Statuses to hand back instead of throwing. Default: below 400. */
  readonly expect?: (status: number) => boolean;
  readonly maxBytes?: number;
  readonly signal?: AbortSignal;
  /** Whether a failed try may be repeated. Default: by the method; POST and PATCH never. */
  readonly retry?: "idempotent" | "never";
  /** Longest time of the call; of a stream, the time until its body begins. */
  readonly timeoutMs?: number;
}

interface OutboundRequest extends AnyRequest {
  /** A function is asked anew for each try, for bodies that may be used once. */
  readonly body?: string | Uint8Array | (() => Promise<string>);
  /** Looks at a good answer while it can still be asked for again; throws `vendor_reply_unreadable` for that. */
  readonly check?: (reply: OutboundReply) => void;
}

interface StreamRequest extends AnyRequest {
  /** True where a redirect leads to a signed address, which needs no credential and may refuse one. */
  readonly redirectsBare?: boolean;
  /** Longest silence inside the body. */
  readonly idleTimeoutMs?: number;
  /** Longest time of the whole body. */
  readonly totalTimeoutMs?: number;
}

export interface Client {
  /** How far the other side's clock is ahead of ours, by its last answer, in milliseconds; 0 before it told. */
  readonly clockOffsetMs: number;
  /** Calls and reads the answer whole. */
  request(request: OutboundRequest): Promise<OutboundReply>;
  /** Calls and hands the body over as it arrives. A body left unread must be ended with its iterator's `return`. */
  stream(request: StreamRequest): Promise<StreamedReply>;
}

const log = createLogger("outbound");
const maxReplyBytes = 32 * 1024 * 1024;
const idleTimeoutMs = 30_000;
const totalTimeoutMs = 3_600_000;

async function readWhole(stream: StreamedReply): Promise<OutboundReply> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream.body) chunks.push(chunk);
  return new OutboundReply(stream, Buffer.concat(chunks));
}

async function* untilDone(body: AsyncIterable<Uint8Array>, deadline: Deadline): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } finally {
    deadline.clear();
  }
}

function isWrite(request: AnyRequest): boolean {
  return request.method === "POST" || request.method === "PATCH";
}

function isRepeatable(request: AnyRequest): boolean {
  return request.retry ? request.retry === "idempotent" : !isWrite(request);
}

/** The error as the caller gets it; a write that may have arrived is never reported as simply failed. */
function finalError(error: unknown, request: AnyRequest): unknown {
  const mayHaveActed = isWrite(request) && !isRepeatable(request);
  if (error instanceof RefusedReply) return statusError(error.reply, mayHaveActed);
  const isLost = hasCode(error, "vendor_unreachable", "vendor_slow", "vendor_reply_unreadable");
  if (mayHaveActed && isLost && !wasNeverSent(error)) {
    return outboundErrors.vendor_outcome_unknown({ cause: error });
  }
  return error;
}

/** Makes a client. Make it once and keep it: breaker and bulkhead live in it. */
export function createClient(options: ClientOptions): Client {
  const network = options.network ?? defaultNetwork();
  const timeoutMs = options.timeoutMs ?? env().OUTBOUND_TIMEOUT_MS;
  const resilience = openResilience({
    retries: options.retries ?? 3,
    firstDelayMs: options.firstDelayMs ?? 2_000,
    concurrency: options.concurrency ?? 8,
    breakerRestMs: options.breakerRestMs ?? 30_000,
  });

  let clockOffsetMs = 0;
  const pace = options.rate && openPace(options.rate);

  async function send(request: OutboundRequest & StreamRequest, signal: AbortSignal): Promise<StreamedReply> {
    const waitMs = pace?.() ?? 0;
    if (waitMs > 0) await sleep(waitMs, undefined, { signal });
    const headers = new Headers({ "accept-encoding": "gzip", "user-agent": "Carelane", ...request.headers });
    return exchange(network, {
      method: request.method ?? "GET",
      url: parseAllowedUrl(request.url, network),
      headers,
      body: typeof request.body === "function" ? await request.body() : request.body,
      maxBytes: request.maxBytes ?? maxReplyBytes,
      idleTimeoutMs: request.idleTimeoutMs ?? idleTimeoutMs,
      redirectsBare: request.redirectsBare,
      signal,
    });
  }

  /** One try: what the status refuses leaves as `RefusedReply`, read whole. */
  async function attempt<T>(
    request: OutboundRequest & StreamRequest,
    signal: AbortSignal,
    finish: (stream: StreamedReply) => Promise<T>,
  ): Promise<T> {
    const startedAt = performance.now();
    const fields = () => ({
      connector: options.name,
      urlHost: URL.parse(request.url)?.host,
      method: request.method ?? "GET",
      durationMs: Math.round(performance.now() - startedAt),
    });
    try {
      const stream = await send(request, signal);
      const told = Date.parse(stream.headers.get("date") ?? "");
      if (!Number.isNaN(told)) clockOffsetMs = told - nowMs();
      log.debug("answered", { ...fields(), status: stream.status });
      if (stream.status >= 400) throw new RefusedReply(await readWhole(stream));
      return await finish(stream);
    } catch (error) {
      if (!(error instanceof RefusedReply)) log.warn("no answer", { ...fields(), error });
      throw error;
    }
  }

  function call<T>(
    request: OutboundRequest & StreamRequest,
    deadline: Deadline,
    finish: (stream: StreamedReply) => Promise<T>,
  ): Promise<T> {
    const once = () => attempt(request, deadline.signal, finish);
    return resilience.run(deadline, isRepeatable(request), once);
  }

  return {
    get clockOffsetMs() {
      return clockOffsetMs;
    },
    async request(request) {
      const deadline = startDeadline(request.timeoutMs ?? timeoutMs, request.signal);
      try {
        return await call(request, deadline, async (stream) => {
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
    },
    async stream(request) {
      const deadline = startDeadline(request.timeoutMs ?? timeoutMs, request.signal);
      try {
        const stream = await call(request, deadline, (head) => Promise.resolve(head));
        deadline.restart(request.totalTimeoutMs ?? totalTimeoutMs);
        return { ...stream, body: untilDone(stream.body, deadline) };
      } catch (error) {
        deadline.clear();
        throw finalError(error, request);
      }
    },
  };
}
