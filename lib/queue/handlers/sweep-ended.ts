/** Deletes in small batches, so that no lock lasts and no transaction is long. */
import { nowMs } from "@/lib/platform/clock";
import { withSystem } from "@/lib/platform/db";
import { createLogger } from "@/lib/platform/logger";
import { handle, type JobContext, type SliceOutcome } from "../handle";
import { sweepEnded } from "../jobs";

const log = createLogger("queue");
const batch = 2_000;

/** Each deletes at most $1 rows. */
const sweeps = [
  `delete from queue_jobs where id in (
     select id from queue_jobs
      where finished_at < clock_timestamp() - interval '7 days'
      limit $1)`,
  `delete from inbound_keys where (organization_id, kind, source, key) in (
     select organization_id, kind, source, key from inbound_keys where expires_at < clock_timestamp() limit $1)`,
  `delete from sessions where id in (select id from sessions where expires_at < clock_timestamp() limit $1)`,
  `delete from worker_heartbeats where worker_id in (
     select worker_id from worker_heartbeats where at < clock_timestamp() - interval '1 day' limit $1)`,
];

async function sweep({ signal, sliceEndsAt }: JobContext<unknown>): Promise<SliceOutcome | undefined> {
  for (const statement of sweeps) {
    let rows = batch;
    while (rows === batch) {
      if (signal.aborted || nowMs() > sliceEndsAt) return { again: true };
      rows = await withSystem("retention", (tx) => tx.execute(statement, [batch]));
      if (rows > 0) log.info("Swept what has served its time", { rows });
    }
  }
  return undefined;
}

export const sweepEndedHandler = handle(sweepEnded, sweep);
