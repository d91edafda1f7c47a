/** Tells the relays over Redis that there is something to hand over, so that they need not wait for their tick. */
import { quickRedis } from "@/lib/platform/redis";

export const nudgeChannel = "carelane:queue:nudge";

let planned = false;

/** Called after the commit that enqueued. Never throws and never waits; without Redis the next tick finds the row. */
export function nudge(): void {
  if (planned) return;
  planned = true;
  setImmediate(() => {
    planned = false;
    void publish();
  });
}

async function publish(): Promise<void> {
  try {
    await quickRedis().publish(nudgeChannel, "");
  } catch {
    // The relay polls: a nudge that is lost costs a tenth of a second.
  }
}
