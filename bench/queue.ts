/**
 * The queue's whole path: jobs a second from the enqueued row through relay, Redis and worker to its end, beside the
 * bare steps; and how long the relay looks for work in front of a hundred thousand waiting jobs.
 */
import { z } from "zod";
import { closePool, withSystem } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { closeRedis } from "@/lib/platform/redis";
import { defineJob, enqueue, handle, nudge } from "@/lib/queue";
import { dispatch, goByIndexes } from "@/lib/queue/dispatch";
import { startWorkers } from "@/lib/queue/runtime";
import { waitFor } from "@/scripts/services/wait-for";

const jobs = 5_000;
const backlog = 100_000;
const nothing = defineJob({ name: "bench.nothing", queue: "webhooks", payload: z.object({}) });
const organizations = Array.from({ length: 10 }, newId);

function print(what: string, perSecond: number): void {
  console.log(`${what.padEnd(58)} ${Math.round(perSecond).toLocaleString("en")}/s`);
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1_000;
}

async function putJobs(): Promise<void> {
  await withSystem("seed", async (tx) => {
    for (let n = 0; n < jobs; n += 1) {
      await enqueue(tx, nothing, {}, { organizationId: organizations[n % organizations.length] ?? null });
    }
  });
}

async function untilDone(): Promise<void> {
  const isDone = () =>
    withSystem("seed", async (tx) => {
      const waiting = "select 1 from queue_jobs where finished_at is null and name = $1 limit 1";
      return (await tx.one(waiting, [nothing.name])) === undefined;
    });
  await waitFor(isDone, { timeoutMs: Number.POSITIVE_INFINITY, pollMs: 20 });
}

async function measurePath(): Promise<void> {
  print("enqueue, in one transaction", jobs / (await secondsOf(putJobs)));
  const workers = startWorkers({ handlers: [handle(nothing, async () => {})], roles: ["webhooks", "relay"] });
  nudge();
  print("relay, Redis, worker, outcome (10 slots, one process)", jobs / (await secondsOf(untilDone)));
  await workers.stop();
  const transactions = 2_000;
  const bare = await secondsOf(async () => {
    for (let n = 0; n < transactions; n += 1) await withSystem("seed", (tx) => tx.one("select 1"));
  });
  print("bare: one transaction after the other", transactions / bare);
}

async function measureLook(): Promise<void> {
  await withSystem("seed", (tx) =>
    tx.execute(
      `insert into queue_jobs (id, organization_id, name, queue, lane, priority, payload, max_attempts, ready)
       select id, $2, 'bench.flood', 'sync', id::text, 20, '{}', 4, true
         from (select gen_random_uuid() as id from generate_series(1, $1)) flood`,
      [backlog, organizations[0]],
    ),
  );
  const looks: number[] = [];
  for (let n = 0; n < 50; n += 1) {
    const look = secondsOf(() =>
      withSystem("relay", async (tx) => {
        await goByIndexes(tx);
        await dispatch(tx, "sync", 8, 60_000);
      }),
    );
    looks.push((await look) * 1_000);
  }
  looks.sort((a, b) => a - b);
  const at = (share: number) => looks[Math.floor(share * (looks.length - 1))]?.toFixed(1);
  console.log(
    `a look of the relay at ${backlog.toLocaleString("en")} waiting jobs: median ${at(0.5)} ms, p95 ${at(0.95)} ms`,
  );
}

await measurePath();
await measureLook();
await closeRedis("quick");
await closePool();
