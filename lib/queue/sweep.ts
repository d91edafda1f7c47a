/** Deletes in small batches, so that no lock lasts and no transaction is long. */
import { nowMs } from "@/lib/platform/clock";
import { withSystem } from "@/lib/platform/db";
import { createLogger } from "@/lib/platform/logger";
import type { JobContext, SliceOutcome } from "./handle";

const log = createLogger("queue");
const batch = 2_000;

/**
 * Runs each of `statements`, which delete at most $1 rows and take `values` from $2 on, until nothing is left of it or
 * the slice is over. They compare with now(): by clock_timestamp(), which moves while they run, no index can be searched.
 */
export async function sweep(
  { signal, sliceEndsAt }: Pick<JobContext<unknown>, "signal" | "sliceEndsAt">,
  statements: readonly string[],
  values: readonly unknown[] = [],
): Promise<SliceOutcome | undefined> {
  for (const statement of statements) {
    let rows = batch;
    while (rows === batch) {
      if (signal.aborted || nowMs() > sliceEndsAt) return { again: true };
      rows = await withSystem("retention", (tx) => tx.execute(statement, [batch, ...values]));
      if (rows > 0) log.info("Swept what has served its time", { rows });
    }
  }
  return undefined;
}
