/** The relay: carries runnable jobs from PostgreSQL to Redis, at each nudge and ten times a second. */
import { withSystem } from "@/lib/platform/db";
import { createLogger } from "@/lib/platform/logger";
import { closeRedis, patientRedis, quickRedis } from "@/lib/platform/redis";
import type { QueueName } from "../define-job";
import { becomeOnlyRelay, type Dispatched, dispatch, freeSlots, goByIndexes, wakeDelayed } from "../dispatch";
import { nudgeChannel } from "../nudge";
import { takeBack, takeBackDispatched } from "../take-back";
import { makeProducer, type Producer } from "./bull";
import { failureReport, type Running } from "./ticker";
import type { Timing } from "./timing";

const log = createLogger("relay");

/** While this key is there, Redis still has what it was given. */
const markerKey = "carelane:queue:marker";
const delayedBatch = 1_000;
const subscription = "relay";

/** Starts a relay; any number of them may run side by side. */
export function startRelay(timing: Timing): Running {
  const producers = new Map<QueueName, Producer>();
  const alarm = makeAlarm();
  const report = failureReport("relay");
  let stopping = false;
  const loop = async () => {
    while (!stopping) {
      await relayOnce(producers, timing).then(report.success, report.failure);
      await alarm.ring(timing.relayMs);
    }
  };
  listen(alarm.wake);
  const ended = loop();
  return {
    stop: async () => {
      stopping = true;
      alarm.wake();
      await ended;
      await closeRedis(`patient.${subscription}`);
      await Promise.all([...producers.values()].map((producer) => producer.close().catch(() => undefined)));
    },
  };
}

/** One look: what is due and fits into free slots goes to Redis. Without Redis nothing is handed over. */
async function relayOnce(producers: Map<QueueName, Producer>, timing: Timing): Promise<void> {
  if (quickRedis().status !== "ready") return;
  await noticeWipe();
  for (const [queue, jobs] of await chooseJobs(timing)) await handOver(producers, queue, jobs);
}

async function handOver(
  producers: Map<QueueName, Producer>,
  queue: QueueName,
  jobs: Dispatched[],
): Promise<void> {
  // Made once Redis answers, and made anew after a failure: one that met a Redis away never recovers.
  const producer = producers.get(queue) ?? makeProducer(queue);
  producers.set(queue, producer);
  try {
    await producer.add(jobs);
  } catch (error) {
    producers.delete(queue);
    await withSystem("relay", (tx) => takeBack(tx, jobs));
    await producer.close().catch(() => undefined);
    throw error;
  }
}

function chooseJobs(timing: Timing): Promise<[QueueName, Dispatched[]][]> {
  return withSystem("relay", async (tx) => {
    if (!(await becomeOnlyRelay(tx))) return [];
    await goByIndexes(tx);
    await wakeDelayed(tx, delayedBatch);
    const chosen: [QueueName, Dispatched[]][] = [];
    for (const { queue, free } of await freeSlots(tx)) {
      const jobs = await dispatch(tx, queue, free, timing.dispatchLeaseMs);
      if (jobs.length > 0) chosen.push([queue, jobs]);
    }
    return chosen;
  });
}

/** Without the marker Redis was wiped, or is new: what it was given and nobody started is taken back. */
async function noticeWipe(): Promise<void> {
  const redis = quickRedis();
  if (await redis.exists(markerKey)) return;
  const count = await withSystem("relay", takeBackDispatched);
  await redis.set(markerKey, "1");
  if (count > 0) log.warn("Redis lost its queues, their jobs were taken back", { count });
}

function listen(wake: () => void): void {
  const redis = patientRedis(subscription);
  redis.on("message", wake);
  redis
    .subscribe(nudgeChannel)
    .catch((error) => log.debug("The relay listens to its clock alone", { error }));
}

/** A wait that `wake` ends early; a wake during work ends the next wait at once. */
function makeAlarm() {
  let isAwake = false;
  let end: (() => void) | undefined;
  return {
    wake: () => {
      isAwake = true;
      end?.();
    },
    ring: async (waitMs: number) => {
      if (!isAwake) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, waitMs);
          end = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      end = undefined;
      isAwake = false;
    },
  };
}
