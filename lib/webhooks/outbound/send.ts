/** One try: sent, judged; webhooks are signed. Whether and when there is another is the caller's. */
import { createClient, type OutboundReply, retryAfterMs } from "@/lib/http/client";
import { now, nowMs } from "@/lib/platform/clock";
import { isCarelaneError } from "@/lib/platform/errors";
import type { EndpointRow } from "./endpoint-store";
import type { DeliveryAttempt } from "./schema";
import { openSecrets } from "./secrets";
import { signatureHeaders } from "./signature";

export interface Sent {
  readonly attempt: DeliveryAttempt;
  readonly delivered: boolean;
  /** What went out; absent where nothing did. */
  readonly body?: string;
  /** Why the endpoint gets nothing more from now on; absent while it does. */
  readonly over?: string;
  /** The wait that the receiver asked for with 429 or 503, in milliseconds. */
  readonly askedMs?: number;
}

const keptBytes = 1_024;
/** A receiver that answers more than this is reading from the wrong file: the try fails. */
const maxReplyBytes = 1_048_576;

/** NUL is no text to PostgreSQL; what was cut inside a character loses that character. */
function kept(bytes: Uint8Array): string {
  const text = new TextDecoder().decode(bytes.subarray(0, keptBytes), { stream: true });
  return text.replaceAll("\u0000", "");
}

function judge(reply: OutboundReply): Omit<Sent, "attempt"> & { error: string | null } {
  const delivered = reply.status >= 200 && reply.status < 300;
  const waits = reply.status === 429 || reply.status === 503;
  return {
    delivered,
    over: reply.status === 410 ? "It answered 410 Gone: it wants nothing more" : undefined,
    askedMs: waits ? retryAfterMs(reply.headers) : undefined,
    error: delivered ? null : `It answered with status ${reply.status}.`,
  };
}

/** A try that failed before there was an answer; `startedAt` is of `performance.now()`. */
export function failedTry(error: string, startedAt = performance.now()): Sent {
  const durationMs = Math.round(performance.now() - startedAt);
  const at = new Date(nowMs() - durationMs).toISOString();
  return { delivered: false, attempt: { at, status: null, durationMs, error, response: null } };
}

/** What is wrong, in words for the delivery log. Throws what is no refusal. */
export function refusalWords(error: unknown): string {
  if (!isCarelaneError(error)) throw error;
  return [`${error.title}.`, error.detail].filter(Boolean).join(" ");
}

interface Call {
  readonly method: "POST" | "PUT";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly timeoutMs: number;
}

/** Calls once. Failures of the receiver are an answer; what is thrown is our own, or the reason of `signal`. */
export async function tryCall({ timeoutMs, ...request }: Call, signal?: AbortSignal): Promise<Sent> {
  const at = now().toISOString();
  const startedAt = performance.now();
  // The endpoint's own schedule and lane do what a client that is kept would do with its breaker.
  const client = createClient({ name: "webhook", retries: 0, timeoutMs });
  try {
    const reply = await client.request({
      ...request,
      // It may be repeated, for it carries its id: so an answer that was lost is told as what it is.
      retry: "idempotent",
      expect: () => true,
      maxBytes: maxReplyBytes,
      signal,
    });
    const { error, ...verdict } = judge(reply);
    const response = kept(reply.bytes);
    const durationMs = Math.round(performance.now() - startedAt);
    return { ...verdict, attempt: { at, status: reply.status, durationMs, error, response } };
  } catch (error) {
    signal?.throwIfAborted();
    return failedTry(refusalWords(error), startedAt);
  }
}

/** Sends `body`, signed, under the id that stays the same over tries. */
export async function send(
  endpoint: EndpointRow,
  message: { readonly id: string; readonly body: string },
  signal?: AbortSignal,
): Promise<Sent> {
  const secrets = await openSecrets(endpoint, endpoint.secrets);
  const content = { ...message, timestamp: Math.floor(nowMs() / 1_000) };
  const call: Call = {
    method: "POST",
    url: endpoint.url,
    headers: {
      "content-type": "application/json",
      ...signatureHeaders(endpoint.algorithm, secrets, content),
    },
    body: message.body,
    timeoutMs: endpoint.timeoutMs,
  };
  return { ...(await tryCall(call, signal)), body: message.body };
}
