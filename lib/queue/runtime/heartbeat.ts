/** A worker shows that it lives and how many jobs of each queue it runs at once. */
import { hostname } from "node:os";
import { now } from "@/lib/platform/clock";
import { withSystem } from "@/lib/platform/db";
import type { WorkerRole } from "@/lib/platform/env";
import { randomToken } from "@/lib/platform/ids";
import type { QueueName } from "../define-job";
import { type Running, startTicker, ticker } from "./ticker";

export type Slots = Partial<Record<QueueName, number>>;

/** Shows itself every `everyMs`; a stop takes the row away, so that nothing is handed over for this worker. */
export function startHeartbeat(roles: readonly WorkerRole[], slots: Slots, everyMs: number): Running {
  const workerId = `${hostname()}-${process.pid}-${randomToken(4)}`;
  const startedAt = now();
  const beat = () =>
    withSystem("health", (tx) =>
      tx.execute(
        `insert into worker_heartbeats (worker_id, roles, slots, started_at, at)
         values ($1, $2, $3, $4, clock_timestamp())
         on conflict (worker_id) do update set at = excluded.at`,
        [workerId, roles, JSON.stringify(slots), startedAt],
      ),
    );
  const beats = startTicker(ticker("worker.heartbeat", everyMs, beat));
  return {
    stop: async () => {
      await beats.stop();
      await withSystem("health", (tx) =>
        tx.execute("delete from worker_heartbeats where worker_id = $1", [workerId]),
      );
    },
  };
}
