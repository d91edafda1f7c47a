import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { withOrganization, withSystem } from "@/lib/platform/db";
import { defineErrors } from "@/lib/platform/errors";
import { handle, queueStatistics, type SliceOutcome, workersAlive } from "..";
import { type Crew, openCrewForTests, until, work } from "../testing/crew";

const errors = defineErrors("queue-test", {
  test_busy: { status: 429, owner: "vendor", kind: "rate_limited", title: "Busy" },
  test_poison: { status: 422, owner: "tenant", kind: "invalid", title: "Poison" },
});

let crew: Crew;
openCrewForTests((opened) => {
  crew = opened;
});

describe("running jobs", () => {
  it("runs each once, and says so in the statistics", async () => {
    crew.start([handle(work, crew.leaveEffect)]);
    for (let n = 0; n < 30; n += 1) await crew.put(`job ${n}`);
    await crew.untilDone(30);
    expect(new Set(await crew.labels()).size).toBe(30);
    expect(await crew.labels()).toHaveLength(30);
    expect((await withOrganization(crew.bed, queueStatistics)).webhooks).toEqual({
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
    crew.start([
      handle(work, async (context) => {
        most = Math.max(most, ++now);
        await crew.leaveEffect(context);
        now -= 1;
        if (context.payload.label === "b") throw new Error("fails each time");
        if (context.payload.label === "d") throw errors.test_poison();
      }),
    ]);
    for (const label of ["a", "b", "c", "d", "e"]) await crew.put(label, { lane: "one" });
    await until(async () => expect(await crew.states()).toEqual({ done: 3, dead: 2 }));
    expect(await crew.labels()).toEqual(["a", "b", "b", "b", "c", "d", "e"]);
    expect(most).toBe(1);
  });

  it("tells the handler's hooks of each retry and of the end", async () => {
    const told: string[] = [];
    const fails = async () => {
      throw new Error("no");
    };
    crew.start([
      handle(work, fails, {
        onRetry: async (context) => void told.push(`retry ${context.attempt}`),
        onDead: async (context) => void told.push(`dead ${context.attempt}`),
      }),
    ]);
    await crew.put("x");
    await until(async () => expect(await crew.states()).toEqual({ dead: 1 }));
    expect(told).toEqual(["retry 1", "retry 2", "dead 3"]);
  });

  it("goes on slice by slice, and waits for a busy vendor without using up tries", async () => {
    let slices = 0;
    const attempts = new Set<number>();
    crew.start([
      handle(work, async (context): Promise<SliceOutcome | undefined> => {
        slices += 1;
        attempts.add(context.attempt);
        if (slices < 4) return { again: true };
        if (slices < 10) throw errors.test_busy({ retryAfterMs: 10 });
        return undefined;
      }),
    ]);
    await crew.put("x");
    await crew.untilDone(1);
    expect(slices).toBe(10);
    expect([...attempts]).toEqual([1]);
  });

  it("holds each payload to its shape, and what no worker knows waits", async () => {
    crew.start([handle(work, crew.leaveEffect)]);
    const id = await crew.put("x", { runAt: new Date(Date.now() + 60_000) });
    await crew.bed.owner.query("update queue_jobs set payload = '{}', run_at = now() where id = $1", [id]);
    await until(async () => expect(await crew.states()).toEqual({ dead: 1 }));
    await crew.put("y", { runAt: new Date(Date.now() + 60_000) });
    await crew.bed.owner.query(
      "update queue_jobs set name = 'test.unknown', run_at = now() where state = 'delayed'",
    );
    await until(async () => {
      const { rows } = await crew.bed.owner.query(
        "select postponements from queue_jobs where name = 'test.unknown'",
      );
      expect(rows).toEqual([{ postponements: 1 }]);
    });
  });
});

describe("a job that gets further each time", () => {
  it("outlives more failures than it has tries", async () => {
    let pages = 0;
    crew.start([
      handle(work, async (context) => {
        await withOrganization(crew.bed, context.advance);
        if (++pages < 8) throw new Error("fails after a page");
      }),
    ]);
    await crew.put("x");
    await crew.untilDone(1);
    expect(pages).toBe(8);
  });
});

describe("several workers", () => {
  it("share the work without doing any of it twice", async () => {
    for (let n = 0; n < 200; n += 1)
      await crew.put(`job ${n}`, n % 4 === 0 ? { lane: `lane ${n % 16}` } : {});
    crew.start([handle(work, crew.leaveEffect)]);
    crew.start([handle(work, crew.leaveEffect)]);
    await crew.untilDone(200);
    expect(await crew.labels()).toHaveLength(200);
  });

  it("refuse the effect of one that lost its lease while it was held up", async () => {
    let isFirst = true;
    const refused: unknown[] = [];
    crew.start(
      [
        handle(work, async (context) => {
          if (isFirst) {
            isFirst = false;
            // Again and again: a renewal under way would undo a single time.
            await until(async () => {
              await crew.bed.owner.query(
                "update queue_jobs set lease_until = now() - interval '1 s' where epoch = 1",
              );
              expect(context.signal.aborted).toBe(true);
            });
            await crew.leaveEffect(context).catch((error) => refused.push(error));
            throw new Error("nobody hears this");
          }
          await crew.leaveEffect(context);
        }),
      ],
      { renewMs: 150 },
    );
    await crew.put("once");
    await crew.untilDone(1);
    await until(async () => expect(refused).toMatchObject([{ code: "lease_lost" }]));
    expect(await crew.labels()).toEqual(["once"]);
    const { rows } = await crew.bed.owner.query("select attempts, epoch from queue_jobs");
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
    const workers = crew.start([stubborn], { graceMs: 300 });
    await crew.put("listens");
    await crew.put("stubborn");
    await until(async () => expect(seen).toHaveLength(2));
    const before = performance.now();
    await workers.stop();
    expect(performance.now() - before).toBeLessThan(30_000);
    const { rows } = await crew.bed.owner.query("select state, ready, attempts, crashes from queue_jobs");
    const back = { state: "waiting", ready: true, attempts: 0, crashes: 0 };
    expect(rows).toEqual([back, back]);
    expect(await withSystem("health", workersAlive)).toBe(0);
    crew.start([handle(work, crew.leaveEffect)]);
    await crew.untilDone(2);
  });
});
