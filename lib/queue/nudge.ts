/** Tells the relays over Redis that there is something to hand over, so that they need not wait for their tick. */
import { quickRedis } from "@/lib/platform/redis";

export const nudgeChannel = "carelane:queue:nudge";

/** Nudges of this long become one: a busy worker would otherwise have the relay look after each job. */
const gatherMs = 5;

let planned = false;

/** Called after the commit that enqueued. Never throws and never waits; without Redis the next tick finds the row. */
export function nudge(): void {
  if (planned) return;
  planned = true;
  setTimeout(() => {
    planned = false;
    void publish();
  }, gatherMs);
}

async function publish(): Promise<void> {
  try {
    await quickRedis().publish(nudgeChannel, "");
  } catch {
    // The relay polls: a nudge that is lost costs a tenth of a second.
  }
}
