/** One try: send, follow redirects by hand, decompress, watch the size. Every failure leaves as a typed error. */
import { pipeline, type Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { type Dispatcher, request } from "undici";
import { isCarelaneError } from "@/lib/platform/errors";
import { outboundErrors } from "./errors";
import type { Network } from "./network";
import type { ReplyHead, StreamedReply } from "./reply";

interface Outgoing {
  readonly method: Dispatcher.HttpMethod;
  readonly url: URL;
  readonly headers: Headers;
  readonly body?: string | Uint8Array;
  /** Most bytes of the decompressed body. */
  readonly maxBytes: number;
  /** Longest silence while the body arrives, in milliseconds. */
  readonly idleTimeoutMs: number;
  readonly signal: AbortSignal;
  /** True where credentials stay behind at every redirect, not only at one to another origin. */
  readonly redirectsBare?: boolean;
}

const maxRedirects = 5;
const redirects = new Set([301, 302, 303, 307, 308]);

/** Headers that may travel to another origin: none that prove who we are. */
const harmlessHeaders = new Set(["accept", "accept-encoding", "user-agent", "prefer"]);

const neverSent = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

function codeOf(error: unknown): string {
  const code: unknown = typeof error === "object" && error !== null ? Reflect.get(error, "code") : undefined;
  if (typeof code === "string") return code;
  // Several addresses were tried; each failed, and the first tells enough.
  return error instanceof AggregateError ? codeOf(error.errors[0]) : "";
}

/** True when the request never left us, so that nothing can have happened at the other side. */
export function wasNeverSent(error: unknown): boolean {
  return error instanceof Error && error.cause !== undefined && neverSent.has(codeOf(error.cause));
}

/** Turns a failure of the network into a typed error; ours and the caller's cancellation pass unchanged. */
function typedFailure(error: unknown, signal: AbortSignal): unknown {
  if (isCarelaneError(error)) return error;
  if (signal.aborted) return signal.reason;
  const code = codeOf(error);
  if (/TIMEOUT/.test(code)) return outboundErrors.vendor_slow({ cause: error });
  if (/CERT|ERR_TLS|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_SSL/.test(code)) {
    return outboundErrors.vendor_not_trusted({
      detail:
        "Its certificate is expired, self-signed or for another name. Name its authority in NODE_EXTRA_CA_CERTS.",
      cause: error,
    });
  }
  if (/^Z_|ERR_(BUFFER|STREAM)|HPE_/.test(code)) {
    return outboundErrors.vendor_reply_unreadable({ detail: "The answer arrived damaged.", cause: error });
  }
  return outboundErrors.vendor_unreachable({ cause: error });
}

function headersOf(raw: Record<string, string | string[] | undefined>): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(raw)) {
    for (const item of Array.isArray(value) ? value : [value ?? ""]) headers.append(name, item);
  }
  return headers;
}

function decompressed(body: Readable, encoding: string): Readable {
  if (encoding === "" || encoding === "identity") return body;
  if (encoding !== "gzip" && encoding !== "x-gzip") {
    body.destroy();
    throw outboundErrors.vendor_reply_unreadable({
      detail: "The answer is packed in a way we did not ask for.",
    });
  }
  // The reader sees the failure as its own; the callback only keeps it from being thrown a second time.
  return pipeline(body, createGunzip(), () => undefined);
}

async function* watched(body: Readable, outgoing: Outgoing): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  try {
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      bytes += chunk.length;
      if (bytes > outgoing.maxBytes) throw outboundErrors.vendor_reply_too_large({ internal: { bytes } });
      yield chunk;
    }
  } catch (error) {
    throw typedFailure(error, outgoing.signal);
  } finally {
    body.destroy();
  }
}

function sendOnce(network: Network, outgoing: Outgoing) {
  network.policy.assertUrl(outgoing.url);
  return request(outgoing.url, {
    dispatcher: network.agent,
    method: outgoing.method,
    headers: Object.fromEntries(outgoing.headers),
    body: outgoing.body,
    signal: outgoing.signal,
    headersTimeout: 0,
    bodyTimeout: outgoing.idleTimeoutMs,
  });
}

function redirected(outgoing: Outgoing, location: string): Outgoing {
  const url = URL.parse(location, outgoing.url);
  if (!url || (outgoing.method !== "GET" && outgoing.method !== "HEAD")) {
    throw outboundErrors.vendor_refused({ detail: "It redirected a request that may not be redirected." });
  }
  if (url.origin === outgoing.url.origin && !outgoing.redirectsBare) return { ...outgoing, url };
  const headers = new Headers([...outgoing.headers].filter(([name]) => harmlessHeaders.has(name)));
  return { ...outgoing, url, headers };
}

/**
 * Sends a request and answers head and arriving body. Redirects are followed for reads, each address checked
 * like the first; to another origin no credential goes along.
 */
export async function exchange(network: Network, first: Outgoing): Promise<StreamedReply> {
  let outgoing = first;
  for (let hops = 0; hops <= maxRedirects; hops++) {
    try {
      const reply = await sendOnce(network, outgoing);
      const headers = headersOf(reply.headers);
      const location = headers.get("location");
      if (redirects.has(reply.statusCode) && location) {
        await reply.body.dump();
        outgoing = redirected(outgoing, location);
        continue;
      }
      const head: ReplyHead = { status: reply.statusCode, headers, url: outgoing.url.href };
      const encoding = headers.get("content-encoding")?.trim().toLowerCase() ?? "";
      return { ...head, body: watched(decompressed(reply.body, encoding), outgoing) };
    } catch (error) {
      throw typedFailure(error, outgoing.signal);
    }
  }
  throw outboundErrors.vendor_refused({ detail: `It redirected more than ${maxRedirects} times.` });
}
