/** One worker process: the roles it plays, started together and stopped in an order that loses nothing. */
import { setTimeout as sleep } from "node:timers/promises";
import { env, type WorkerRole } from "@/lib/platform/env";
import { createLogger } from "@/lib/platform/logger";
import { closeRedis } from "@/lib/platform/redis";
import { type QueueName, queueNames } from "../define-job";
import type { JobHandler } from "../handle";
import { settleJob, type Ticket } from "../job-store";
import { nudge } from "../nudge";
import { consume } from "./bull";
import { type Slots, startHeartbeat } from "./heartbeat";
import { type Leases, makeLeases } from "./leases";
import { reconciler } from "./reconcile";
import { startRelay } from "./relay";
import { makeRunner } from "./run-job";
import { scheduler } from "./schedule";
import { type Running, startTicker, type Ticker, ticker } from "./ticker";
import { timing as realTiming, type Timing } from "./timing";

const log = createLogger("worker");

/** A relay ends within one look; longer only while Redis is away, and then it hands nothing over. */
const relayStopMs = 1_000;

interface WorkersOptions {
  readonly handlers: readonly JobHandler[];
  readonly roles: readonly WorkerRole[];
  /** Further work of the role `scheduler`. */
  readonly tickers?: readonly Ticker[];
  /** For tests, which do not wait for real leases. */
  readonly timing?: Partial<Timing>;
}

/** Starts the roles. `stop` takes no new work at once, lets running slices end, and hands back what does not. */
export function startWorkers({ handlers, roles, tickers = [], timing: given }: WorkersOptions): Running {
  const timing = { ...realTiming, ...given };
  const handlerOf = new Map(handlers.map((handler) => [handler.job.name, handler]));
  const slots = slotsOf(roles);
  const parts: Running[] = [];
  const relays: Running[] = [];
  if (Object.keys(slots).length > 0) parts.push(startConsumers(handlerOf, slots, timing));
  parts.push(startHeartbeat(roles, slots, timing.heartbeatMs));
  if (roles.includes("relay")) relays.push(startRelay(timing), startTicker(reconciler(timing.reconcileMs)));
  if (roles.includes("scheduler")) {
    parts.push(...[scheduler(handlerOf, timing.scheduleMs), ...tickers].map(startTicker));
  }
  log.info("The worker has started", { roles });
  return {
    stop: async () => {
      // The relay first: it would hand what is handed back to this very process again.
      const relaysEnd = Promise.allSettled(relays.map((relay) => relay.stop()));
      await Promise.race([relaysEnd, sleep(relayStopMs, undefined, { ref: false })]);
      const ends = [...(await Promise.allSettled(parts.map((part) => part.stop()))), ...(await relaysEnd)];
      for (const end of ends)
        if (end.status === "rejected") log.warn("A part did not stop well", { error: end.reason });
      nudge();
      log.info("The worker has stopped");
    },
  };
}

function slotsOf(roles: readonly WorkerRole[]): Slots {
  const { SYNC_CONCURRENCY, WEBHOOK_CONCURRENCY, CONFLICT_CONCURRENCY, TRANSFORMATION_CONCURRENCY } = env();
  const configured: Record<QueueName, number> = {
    sync: SYNC_CONCURRENCY,
    webhooks: WEBHOOK_CONCURRENCY,
    conflicts: CONFLICT_CONCURRENCY,
    transformations: TRANSFORMATION_CONCURRENCY,
  };
  const played = queueNames.filter((queue) => roles.includes(queue));
  return Object.fromEntries(played.map((queue) => [queue, configured[queue]]));
}

function startConsumers(handlers: ReadonlyMap<string, JobHandler>, slots: Slots, timing: Timing): Running {
  const leases = makeLeases(timing);
  const renewal = startTicker(ticker("worker.leases", timing.renewMs, leases.renew));
  const run = makeRunner(handlers, leases, timing);
  const running = new Set<Promise<void>>();
  const runAndNudge = (ticket: Ticket) => {
    const job = run(ticket).finally(() => {
      running.delete(job);
      nudge();
    });
    running.add(job);
    return job;
  };
  const workers = queueNames.flatMap((queue) => {
    const concurrency = slots[queue];
    return concurrency ? [{ queue, bull: consume(queue, concurrency, runAndNudge) }] : [];
  });
  return {
    stop: async () => {
      const closed = Promise.allSettled(workers.map(({ bull }) => bull.close()));
      leases.abortAll();
      await Promise.race([Promise.allSettled(running), sleep(timing.graceMs, undefined, { ref: false })]);
      await handBack(leases);
      // A Redis that is away would keep BullMQ waiting; what it still holds is stale by now.
      await Promise.race([closed, sleep(2_000, undefined, { ref: false })]);
      await renewal.stop();
      await Promise.all(workers.map(({ queue }) => closeRedis(`patient.worker.${queue}`)));
    },
  };
}

/** Puts back what did not end in time; whatever its handler still does, the epoch refuses. */
async function handBack(leases: Leases): Promise<void> {
  const held = leases.held();
  if (held.length > 0) log.warn("Jobs did not end in time and were handed back", { count: held.length });
  for (const ticket of held) await settleJob(ticket, { next: "hand_back" });
}
