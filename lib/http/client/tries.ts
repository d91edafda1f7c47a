/** The single tries of one client: each waits for its turn, goes out, and hands on what is not refused. */
import { setTimeout as sleep } from "node:timers/promises";
import { nowMs } from "@/lib/platform/clock";
import { createLogger } from "@/lib/platform/logger";
import { exchange } from "./exchange";
import { type Network, parseAllowedUrl } from "./network";
import { openPace, type Rate } from "./pace";
import { RefusedReply } from "./refusal";
import { OutboundReply, type StreamedReply } from "./reply";
import type { OutboundRequest, StreamRequest } from "./request";

type Request = OutboundRequest & StreamRequest;

interface TriesOptions {
  /** What stands in logs. */
  readonly name: string;
  readonly rate?: Rate;
  readonly network: Network;
}

const log = createLogger("outbound");
const maxReplyBytes = 32 * 1024 * 1024;
const idleTimeoutMs = 30_000;

/** Reads an answer to its end. */
export async function readWhole(stream: StreamedReply): Promise<OutboundReply> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream.body) chunks.push(chunk);
  return new OutboundReply(stream, Buffer.concat(chunks));
}

async function send(network: Network, request: Request, signal: AbortSignal): Promise<StreamedReply> {
  return exchange(network, {
    method: request.method ?? "GET",
    url: parseAllowedUrl(request.url, network),
    headers: new Headers({ "accept-encoding": "gzip", "user-agent": "Carelane", ...request.headers }),
    body: typeof request.body === "function" ? await request.body() : request.body,
    maxBytes: request.maxBytes ?? maxReplyBytes,
    idleTimeoutMs: request.idleTimeoutMs ?? idleTimeoutMs,
    redirectsBare: request.redirectsBare,
    signal,
  });
}

export class Tries {
  readonly #takeTurn: () => number;
  #clockOffsetMs = 0;

  constructor(private readonly options: TriesOptions) {
    this.#takeTurn = options.rate ? openPace(options.rate) : () => 0;
  }

  /** How far the other side's clock is ahead of ours, by its last answer, in milliseconds. */
  get clockOffsetMs(): number {
    return this.#clockOffsetMs;
  }

  /** One try: what the status refuses leaves as `RefusedReply`, read whole. */
  async once<T>(
    request: Request,
    signal: AbortSignal,
    finish: (stream: StreamedReply) => Promise<T>,
  ): Promise<T> {
    const startedAt = performance.now();
    const fields = () => ({
      connector: this.options.name,
      urlHost: URL.parse(request.url)?.host,
      method: request.method ?? "GET",
      durationMs: Math.round(performance.now() - startedAt),
    });
    try {
      const stream = await this.#sendInTurn(request, signal);
      log.debug("answered", { ...fields(), status: stream.status });
      if (stream.status >= 400) throw new RefusedReply(await readWhole(stream));
      return await finish(stream);
    } catch (error) {
      if (!(error instanceof RefusedReply)) log.warn("no answer", { ...fields(), error });
      throw error;
    }
  }

  async #sendInTurn(request: Request, signal: AbortSignal): Promise<StreamedReply> {
    const waitMs = this.#takeTurn();
    if (waitMs > 0) await sleep(waitMs, undefined, { signal });
    const stream = await send(this.options.network, request, signal);
    const told = Date.parse(stream.headers.get("date") ?? "");
    if (!Number.isNaN(told)) this.#clockOffsetMs = told - nowMs();
    return stream;
  }
}
