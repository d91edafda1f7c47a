/** Sets right what deaths and races left behind. */
import { withSystem } from "@/lib/platform/db";
import { createLogger } from "@/lib/platform/logger";
import { goByIndexes } from "../dispatch";
import { promoteForgottenHeads } from "../lanes";
import { takeBackExpired } from "../take-back";
import { type Ticker, ticker } from "./ticker";

const log = createLogger("queue");

/** Lanes looked at in one sweep: about ten milliseconds of PostgreSQL. */
const lanesPerSweep = 500;

/** Takes back jobs whose lease has ended and wakes lanes that stall. */
export function reconciler(everyMs: number): Ticker {
  let sweptUpTo = "";
  return ticker("queue.reconcile", everyMs, async () => {
    const count = await withSystem("reconciler", takeBackExpired);
    if (count > 0) log.warn("Jobs of workers that died were taken back", { count });
    sweptUpTo = await withSystem("reconciler", async (tx) => {
      await goByIndexes(tx);
      return promoteForgottenHeads(tx, sweptUpTo, lanesPerSweep);
    });
  });
}
