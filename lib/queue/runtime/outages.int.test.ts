import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { withOrganization } from "@/lib/platform/db";
import { handle } from "..";
import { type Crew, openCrewForTests, until, work } from "../testing/crew";

let crew: Crew;
openCrewForTests((opened) => {
  crew = opened;
});

describe("Redis", () => {
  it("may be wiped in the middle: what it had and nobody started comes back, and nothing happens twice", async () => {
    crew.start([
      handle(work, async (context) => {
        await sleep(5);
        await crew.leaveEffect(context);
      }),
    ]);
    const jobs = 150;
    for (let n = 0; n < jobs; n += 1) await crew.put(`job ${n}`);
    for (let n = 0; n < 3; n += 1) {
      // On a busy machine all may be done by the time anybody looks.
      const next = Math.min((await crew.labels()).length + 10, jobs);
      await until(async () => expect((await crew.labels()).length).toBeGreaterThanOrEqual(next));
      await crew.redis.wipe();
    }
    await crew.untilDone(jobs);
    expect(await crew.labels()).toHaveLength(jobs);
  });

  it("may be away: jobs are accepted at once and run when it is back", async () => {
    crew.start([handle(work, crew.leaveEffect)]);
    await crew.put("before");
    await crew.untilDone(1);
    await crew.redis.stop();
    const before = performance.now();
    for (let n = 0; n < 20; n += 1) await crew.put(`job ${n}`);
    expect(performance.now() - before).toBeLessThan(15_000);
    await crew.redis.start();
    await crew.untilDone(21);
    expect(await crew.labels()).toHaveLength(21);
  });

  it("may be away while the worker stops", async () => {
    const workers = crew.start([handle(work, crew.leaveEffect)]);
    await crew.put("x");
    await crew.untilDone(1);
    await crew.redis.stop();
    const before = performance.now();
    await workers.stop();
    expect(performance.now() - before).toBeLessThan(30_000);
    await crew.redis.start();
  });
});

describe("PostgreSQL", () => {
  it("may drop every connection: what was cut off is tried again, and nothing happens twice", async () => {
    crew.start([
      handle(work, async (context) => {
        await sleep(5);
        await withOrganization(crew.bed, async (tx) => {
          await context.complete(tx);
          await tx.execute("insert into test_effects (label) values ($1)", [context.payload.label]);
        });
      }),
    ]);
    for (let n = 0; n < 60; n += 1) await crew.put(`job ${n}`);
    await until(async () => expect((await crew.labels()).length).toBeGreaterThan(10));
    await crew.bed.owner.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
    );
    await crew.untilDone(60);
    expect(new Set(await crew.labels()).size).toBe(60);
    expect(await crew.labels()).toHaveLength(60);
  });
});
