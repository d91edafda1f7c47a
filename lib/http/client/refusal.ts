/** Answers whose status says no, and what each means when nobody asked to see it. */
import type { CarelaneError } from "@/lib/platform/errors";
import { outboundErrors } from "./errors";
import type { OutboundReply } from "./reply";
import { retryAfterMs } from "./retry-after";

const transientStatuses = new Set([408, 425, 429, 500, 502, 503, 504]);
/** Statuses after which a gateway may still have passed the request on. */
const gatewayStatuses = new Set([408, 502, 504]);

/** Carries a refusing answer out of a try, to whoever decides whether to try again. */
export class RefusedReply extends Error {
  constructor(readonly reply: OutboundReply) {
    super("refused");
  }

  /** True when the same request may succeed a little later. */
  get isTransient(): boolean {
    return transientStatuses.has(this.reply.status);
  }

  /** The wait the other side asked for. */
  get retryAfterMs(): number | undefined {
    return retryAfterMs(this.reply.headers);
  }
}

/** The typed error of a refusing status. `mayHaveActed` marks a write that a gateway may have passed on. */
export function statusError(reply: OutboundReply, mayHaveActed: boolean): CarelaneError {
  const details = {
    detail: `It answered with status ${reply.status}.`,
    retryAfterMs: retryAfterMs(reply.headers),
    internal: { status: reply.status },
  };
  if (reply.status === 401) return outboundErrors.vendor_sign_in_expired(details);
  if (reply.status === 429) return outboundErrors.vendor_rate_limited(details);
  if (mayHaveActed && gatewayStatuses.has(reply.status))
    return outboundErrors.vendor_outcome_unknown(details);
  if (reply.status === 408 || reply.status === 425 || reply.status >= 500) {
    return outboundErrors.vendor_unavailable(details);
  }
  return outboundErrors.vendor_refused(details);
}
