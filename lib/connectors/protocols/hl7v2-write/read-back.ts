/** Waits, no longer than worth while, until a vendor's FHIR interface shows what a message told. */
import { setTimeout as pause } from "node:timers/promises";
import { env } from "@/lib/platform/env";

const firstWaitMs = 50;
const mostPatienceMs = 5_000;

/** A message and what is read after it fit into the time of one call. */
const patienceMs = () => Math.min(mostPatienceMs, env().OUTBOUND_TIMEOUT_MS / 4);

/** The first answer of `look` that `isShown`; the last one when the time is over. */
export async function untilShown<Seen>(
  look: () => Promise<Seen>,
  isShown: (seen: Seen) => boolean,
  signal: AbortSignal | undefined,
): Promise<Seen> {
  const endsAt = performance.now() + patienceMs();
  for (let waitMs = firstWaitMs; ; waitMs *= 2) {
    const seen = await look();
    if (isShown(seen) || performance.now() + waitMs > endsAt) return seen;
    await pause(waitMs, undefined, { signal });
  }
}
