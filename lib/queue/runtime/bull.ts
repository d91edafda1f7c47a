/** The queues in Redis. They hold what runs now and nothing that could not be put there again. */
import { Queue, Worker } from "bullmq";
import { createLogger } from "@/lib/platform/logger";
import { patientRedis, quickRedis } from "@/lib/platform/redis";
import type { QueueName } from "../define-job";
import type { Dispatched } from "../dispatch";
import type { Ticket } from "../job-store";

const log = createLogger("queue");

/** One hash tag per queue: on a cluster each queue lives on one node, and not all on the same. */
const prefixOf = (queue: QueueName) => `{carelane:${queue}}`;

export interface Producer {
  add(jobs: readonly Dispatched[]): Promise<void>;
  close(): Promise<void>;
}

/** Puts hand-overs into Redis; fails within a second when Redis is away. */
export function makeProducer(queue: QueueName): Producer {
  const bull = new Queue<Ticket>(queue, {
    connection: quickRedis(),
    prefix: prefixOf(queue),
    skipWaitingForReady: true,
  });
  bull.on("error", () => undefined); // the relay sees each failed add itself
  return {
    add: async (jobs) => {
      await bull.addBulk(
        jobs.map(({ id, epoch, name }) => ({
          name,
          data: { id, epoch },
          // A fresh id for each hand-over: BullMQ silently ignores one that it has seen.
          opts: { jobId: `${id}-${epoch}`, attempts: 1, removeOnComplete: true, removeOnFail: true },
        })),
      );
    },
    close: () => bull.close(),
  };
}

/** Takes hand-overs from Redis, `concurrency` at a time, and waits for Redis as long as it is away. */
export function consume(
  queue: QueueName,
  concurrency: number,
  run: (ticket: Ticket) => Promise<void>,
): Worker<Ticket> {
  const worker = new Worker<Ticket>(queue, (job) => run(job.data), {
    connection: patientRedis(`worker.${queue}`),
    prefix: prefixOf(queue),
    concurrency,
  });
  // A lock or key that Redis lost concerns Redis alone: the row decides, and its epoch.
  worker.on("error", (error) => log.debug("Redis queue trouble", { queue, error }));
  worker.on("failed", (_job, error) => log.warn("A hand-over failed", { queue, error }));
  return worker;
}
