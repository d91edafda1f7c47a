import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { withOrganization, withSystem } from "@/lib/platform/db";
import { defineErrors } from "@/lib/platform/errors";
import {
  defineJob,
  type EnqueueOptions,
  enqueue,
  handle,
  type JobContext,
  type JobHandler,
  nudge,
  queueStatistics,
  type SliceOutcome,
  scheduleTask,
  workersAlive,
} from "..";
import { openRedis, openTestbed, type Testbed, type TestRedis } from "../testing/testbed";
import { fastTiming } from "../testing/timing";
import { type Running, startWorkers } from ".";
import type { Timing } from "./timing";

const errors = defineErrors("queue-test", {
  test_busy: { status: 429, owner: "vendor", kind: "rate_limited", title: "Busy" },
  test_poison: { status: 422, owner: "tenant", kind: "invalid", title: "Poison" },
});
const payload = z.object({ label: z.string() });
const work = defineJob({
  name: "test.work",
  queue: "webhooks",
  payload,
  retry: { retries: 2, firstDelayMs: 20 },
});

let redis: TestRedis;
let bed: Testbed;
const running: Running[] = [];

beforeAll(async () => {
  redis = await openRedis();
  bed = await openTestbed({ REDIS_URL: redis.url, WEBHOOK_CONCURRENCY: "4" });
});
afterAll(async () => {
  await bed.close();
  await redis.close();
});
beforeEach(() => bed.owner.query("truncate queue_jobs, test_effects, scheduled_tasks, worker_heartbeats"));
afterEach(() => stopAll());

async function stopAll(): Promise<void> {
  await Promise.all(running.splice(0).map((workers) => workers.stop()));
}
function start(handlers: JobHandler[], timing: Partial<Timing> = {}): Running {
  const roles = ["webhooks", "transformations", "relay", "scheduler"] as const;
  const workers = startWorkers({ handlers, roles, timing: { ...fastTiming, ...timing } });
  running.push(workers);
  return workers;
}
async function put(label: string, options: Partial<EnqueueOptions> = {}): Promise<string> {
  const id = await withOrganization(bed, (tx) =>
    enqueue(tx, work, { label }, { organizationId: bed.organizationId, ...options }),
  );
  nudge();
  return id;
}
/** What a test job does: one row, fenced, so that a stale worker leaves nothing. */
function leaveEffect(context: JobContext<{ label: string }>): Promise<void> {
  return withOrganization(bed, async (tx) => {
    await context.fence(tx);
    await tx.execute("insert into test_effects (job_id, label, epoch) values ($1, $2, $3)", [
      context.jobId,
      context.payload.label,
      context.epoch,
    ]);
  });
}
async function labels(): Promise<string[]> {
  const { rows } = await bed.owner.query<{ label: string }>("select label from test_effects order by n");
  return rows.map((row) => row.label);
}
async function states(): Promise<Record<string, number>> {
  const { rows } = await bed.owner.query<{ state: string; total: number }>(
    "select state, count(*)::int as total from queue_jobs where name = 'test.work' group by state",
  );
  return Object.fromEntries(rows.map((row) => [row.state, row.total]));
}
const until = (check: () => Promise<void>, timeout = 15_000) => vi.waitFor(check, { timeout, interval: 25 });
const untilDone = (total: number) => until(async () => expect(await states()).toEqual({ done: total }));

describe("running jobs", () => {
  it("runs each once, and says so in the statistics", async () => {
    start([handle(work, leaveEffect)]);
    for (let n = 0; n < 30; n += 1) await put(`job ${n}`);
    await untilDone(30);
    expect(new Set(await labels()).size).toBe(30);
    expect(await labels()).toHaveLength(30);
    expect((await withOrganization(bed, queueStatistics)).webhooks).toEqual({
      waiting: 0,
      active: 0,
      completed: 30,
      failed: 0,
      delayed: 0,
      concurrency: 4,
    });
    expect(await withSystem("health", workersAlive)).toBe(1);
  });

  it("runs a lane in order, one at a time, and goes on after one that failed for good", async () => {
    let most = 0;
    let now = 0;
    start([
      handle(work, async (context) => {
        most = Math.max(most, ++now);
        await leaveEffect(context);
        now -= 1;
        if (context.payload.label === "b") throw new Error("fails each time");
        if (context.payload.label === "d") throw errors.test_poison();
      }),
    ]);
    for (const label of ["a", "b", "c", "d", "e"]) await put(label, { lane: "one" });
    await until(async () => expect(await states()).toEqual({ done: 3, dead: 2 }));
    expect(await labels()).toEqual(["a", "b", "b", "b", "c", "d", "e"]);
    expect(most).toBe(1);
  });

  it("tells the handler's hooks of each retry and of the end", async () => {
    const told: string[] = [];
    const fails = async () => {
      throw new Error("no");
    };
    start([
      handle(work, fails, {
        onRetry: async (context) => void told.push(`retry ${context.attempt}`),
        onDead: async (context) => void told.push(`dead ${context.attempt}`),
      }),
    ]);
    await put("x");
    await until(async () => expect(await states()).toEqual({ dead: 1 }));
    expect(told).toEqual(["retry 1", "retry 2", "dead 3"]);
  });

  it("goes on slice by slice, and waits for a busy vendor without using up tries", async () => {
    let slices = 0;
    const attempts = new Set<number>();
    start([
      handle(work, async (context): Promise<SliceOutcome | undefined> => {
        slices += 1;
        attempts.add(context.attempt);
        if (slices < 4) return { again: true };
        if (slices < 10) throw errors.test_busy({ retryAfterMs: 10 });
        return undefined;
      }),
    ]);
    await put("x");
    await untilDone(1);
    expect(slices).toBe(10);
    expect([...attempts]).toEqual([1]);
  });

  it("holds each payload to its shape, and what no worker knows waits", async () => {
    start([handle(work, leaveEffect)]);
    const id = await put("x", { runAt: new Date(Date.now() + 60_000) });
    await bed.owner.query("update queue_jobs set payload = '{}', run_at = now() where id = $1", [id]);
    await until(async () => expect(await states()).toEqual({ dead: 1 }));
    await put("y", { runAt: new Date(Date.now() + 60_000) });
    await bed.owner.query(
      "update queue_jobs set name = 'test.unknown', run_at = now() where state = 'delayed'",
    );
    await until(async () => {
      const { rows } = await bed.owner.query(
        "select postponements from queue_jobs where name = 'test.unknown'",
      );
      expect(rows).toEqual([{ postponements: 1 }]);
    });
  });
});

describe("a job that gets further each time", () => {
  it("outlives more failures than it has tries", async () => {
    let pages = 0;
    start([
      handle(work, async (context) => {
        await withOrganization(bed, context.advance);
        if (++pages < 8) throw new Error("fails after a page");
      }),
    ]);
    await put("x");
    await untilDone(1);
    expect(pages).toBe(8);
  });
});

describe("several workers", () => {
  it("share the work without doing any of it twice", async () => {
    for (let n = 0; n < 200; n += 1) await put(`job ${n}`, n % 4 === 0 ? { lane: `lane ${n % 16}` } : {});
    start([handle(work, leaveEffect)]);
    start([handle(work, leaveEffect)]);
    await untilDone(200);
    expect(await labels()).toHaveLength(200);
  });

  it("refuse the effect of one that lost its lease while it was held up", async () => {
    let isFirst = true;
    const refused: unknown[] = [];
    start(
      [
        handle(work, async (context) => {
          if (isFirst) {
            isFirst = false;
            await bed.owner.query("update queue_jobs set lease_until = now() - interval '1 s'");
            await new Promise((resolve) => context.signal.addEventListener("abort", resolve));
            await leaveEffect(context).catch((error) => refused.push(error));
            throw new Error("nobody hears this");
          }
          await leaveEffect(context);
        }),
      ],
      { renewMs: 150 },
    );
    await put("once");
    await untilDone(1);
    await until(async () => expect(refused).toMatchObject([{ code: "lease_lost" }]));
    expect(await labels()).toEqual(["once"]);
    const { rows } = await bed.owner.query("select attempts, epoch from queue_jobs");
    expect(rows).toEqual([{ attempts: 0, epoch: 2 }]);
  });
});

describe("stopping", () => {
  it("hands back at once what listens, in time what does not, and uses up no try", async () => {
    const seen: number[] = [];
    const stubborn = handle(work, async (context) => {
      seen.push(context.epoch);
      if (context.payload.label === "stubborn") await sleep(60_000, undefined, { ref: false });
      await new Promise((_, reject) =>
        context.signal.addEventListener("abort", () => reject(context.signal.reason)),
      );
    });
    const workers = start([stubborn], { graceMs: 300 });
    await put("listens");
    await put("stubborn");
    await until(async () => expect(seen).toHaveLength(2));
    const before = performance.now();
    await workers.stop();
    expect(performance.now() - before).toBeLessThan(4_000);
    const { rows } = await bed.owner.query("select state, ready, attempts, crashes from queue_jobs");
    const back = { state: "waiting", ready: true, attempts: 0, crashes: 0 };
    expect(rows).toEqual([back, back]);
    expect(await withSystem("health", workersAlive)).toBe(0);
    start([handle(work, leaveEffect)]);
    await untilDone(2);
  });
});

describe("Redis", () => {
  it("may be wiped in the middle: what it had and nobody started comes back, and nothing happens twice", async () => {
    start([
      handle(work, async (context) => {
        await sleep(5);
        await leaveEffect(context);
      }),
    ]);
    for (let n = 0; n < 150; n += 1) await put(`job ${n}`);
    for (let n = 0; n < 3; n += 1) {
      const before = (await labels()).length;
      await until(async () => expect((await labels()).length).toBeGreaterThan(before + 10));
      await redis.wipe();
    }
    await untilDone(150);
    expect(await labels()).toHaveLength(150);
  });

  it("may be away: jobs are accepted at once and run when it is back", async () => {
    start([handle(work, leaveEffect)]);
    await put("before");
    await untilDone(1);
    await redis.stop();
    const before = performance.now();
    for (let n = 0; n < 20; n += 1) await put(`job ${n}`);
    expect(performance.now() - before).toBeLessThan(2_000);
    await redis.start();
    await untilDone(21);
    expect(await labels()).toHaveLength(21);
  });

  it("may be away while the worker stops", async () => {
    const workers = start([handle(work, leaveEffect)]);
    await put("x");
    await untilDone(1);
    await redis.stop();
    const before = performance.now();
    await workers.stop();
    expect(performance.now() - before).toBeLessThan(5_000);
    await redis.start();
  });
});

describe("scheduled tasks", () => {
  it("run when they are due, once among two schedulers, and not while the run before is at work", async () => {
    const finish: (() => void)[] = [];
    const slow = handle(work, async (context) => {
      await leaveEffect(context);
      await new Promise<void>((resolve) => finish.push(resolve));
    });
    await withOrganization(bed, (tx) =>
      scheduleTask(tx, {
        name: "test.task",
        organizationId: bed.organizationId,
        job: work,
        payload: { label: "tick" },
        everySeconds: 1,
        firstRunAt: new Date(0),
      }),
    );
    start([slow]);
    start([slow]);
    await until(async () => expect(finish).toHaveLength(1));
    const ticked = async () => {
      const { rows } = await bed.owner.query(
        "select next_run_at from scheduled_tasks where name = 'test.task'",
      );
      return String(rows[0]?.next_run_at);
    };
    const first = await ticked();
    await until(async () => expect(await ticked()).not.toBe(first));
    expect(await labels()).toEqual(["tick"]);
    finish[0]?.();
    await until(async () => expect(await labels()).toEqual(["tick", "tick"]));
    finish[1]?.();
  });
});
