/** What a call asks for, and whether asking twice may do harm. */
import type { Dispatcher } from "undici";
import type { OutboundReply } from "./reply";

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

export interface OutboundRequest extends AnyRequest {
  /** A function is asked anew for each try, for bodies that may be used once. */
  readonly body?: string | Uint8Array | (() => Promise<string>);
  /** Looks at a good answer while it can still be asked for again; throws `vendor_reply_unreadable` for that. */
  readonly check?: (reply: OutboundReply) => void;
}

export interface StreamRequest extends AnyRequest {
  /** True where a redirect leads to a signed address, which needs no credential and may refuse one. */
  readonly redirectsBare?: boolean;
  /** Longest silence inside the body. */
  readonly idleTimeoutMs?: number;
  /** Longest time of the whole body. */
  readonly totalTimeoutMs?: number;
}

function isWrite({ method }: AnyRequest): boolean {
  return method === "POST" || method === "PATCH";
}

/** True when a failed try may be repeated. */
export function isRepeatable(request: AnyRequest): boolean {
  return request.retry ? request.retry === "idempotent" : !isWrite(request);
}

/** True of a write that may have had its effect although no good answer came, and may not be sent again to see. */
export function mayHaveActed(request: AnyRequest): boolean {
  return isWrite(request) && !isRepeatable(request);
}
