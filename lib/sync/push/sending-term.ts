/**
 * How long records that are marked as being sent count as on their way. A worker may stand still anywhere and wake up
 * when another has its job: so none of its calls begins in the second half of the term or outlives it, and who takes the
 * job over waits for the end of the term before it looks at the vendor for what may have been made.
 */
import { outboundErrors } from "@/lib/http/client";
import { nowMs } from "@/lib/platform/clock";
import { env } from "@/lib/platform/env";

/** As long as a whole call may take. */
const halfMs = () => env().OUTBOUND_TIMEOUT_MS;

/** How much longer a call for a record marked at `markedAt` may reach the vendor, in milliseconds. */
export function stillOnItsWayMs(markedAt: Date): number {
  return Math.max(0, markedAt.getTime() + 2 * halfMs() - nowMs());
}

/** Whether there is time for a call for a record marked at `markedAt`. */
export function mayBegin(markedAt: Date): boolean {
  return stillOnItsWayMs(markedAt) > halfMs();
}

/** Cuts, at the end of the term, the calls for records marked at `markedAt`. */
export function endOfTerm(markedAt: Date): AbortSignal {
  const controller = new AbortController();
  const end = () =>
    controller.abort(outboundErrors.vendor_outcome_unknown({ detail: "It took too long to answer." }));
  setTimeout(end, stillOnItsWayMs(markedAt)).unref();
  return controller.signal;
}
