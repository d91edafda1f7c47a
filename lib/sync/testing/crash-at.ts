import { setTimeout as sleep } from "node:timers/promises";
import type { Random } from "@/sandbox/framework/random";
import type { JobRef, SyncBed } from "./testbed";

/**
 * Kills the worker whenever the job comes to one of `moments`, counted in records, and a few ms later. Between two
 * deaths it gets on by a page at least: the queue parks a job that takes one worker after the other with it.
 */
export async function crashAt(
  bed: SyncBed,
  job: JobRef,
  moments: readonly number[],
  random: Random,
): Promise<void> {
  let worker = bed.startWorker();
  let before = -1;
  for (const moment of moments) {
    const next = bed.loadWorker();
    await bed.untilProcessed(job, Math.max(before + 1, moment));
    await sleep(random.below(60));
    before = await bed.processed(job);
    await bed.replace(worker, next);
    worker = next;
  }
}
