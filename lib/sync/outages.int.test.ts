/** Redis, PostgreSQL and the worker go away in the middle of a pull; the job ends as if nothing had been. */
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Connection } from "./testing/connection";
import { type OwnPostgres, openPostgres } from "./testing/own-postgres";
import { countStray, differences, type HeldRecord, readHeld } from "./testing/snapshot";
import { type JobRef, SyncBed } from "./testing/testbed";

// Whole pulls through a worker process: on a busy machine each takes a while.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** How long Redis is away: longer than a slice, so that nothing goes on without it. */
const awayMs = 2_000;

let postgres: OwnPostgres;
let bed: SyncBed;
let connection: Connection;
/** What an undisturbed run brings. */
let clean: HeldRecord[];

beforeAll(async () => {
  postgres = await openPostgres();
  bed = await SyncBed.open({
    sandbox: { patients: 250 },
    environment: { DATABASE_URL: postgres.url, SYNC_BATCH_SIZE: "10" },
  });
  bed.startWorker();
  connection = await bed.connect();
  await bed.run(connection);
  clean = await readHeld(bed.owner, connection);
  await bed.killWorkers();
});
afterAll(async () => {
  await bed.close();
  await postgres.close();
});
beforeEach(async () => {
  connection = await bed.connect();
});
afterEach(() => bed.killWorkers());

async function expectCleanEnd(job: JobRef): Promise<void> {
  const end = await bed.untilEnded(job);
  expect(end).toMatchObject({
    status: "COMPLETED",
    error: null,
    counts: { added: clean.length, unchanged: 0, failed: 0 },
  });
  expect(await countStray(bed.owner, connection)).toBe(0);
  expect(differences(await readHeld(bed.owner, connection), clean)).toEqual([]);
}

describe("Redis", () => {
  it("may be wiped again and again", async () => {
    bed.startWorker();
    const job = await bed.start(connection);
    for (const records of [1, 200, 500]) {
      await bed.untilProcessed(job, records);
      await bed.redis.wipe();
    }
    await expectCleanEnd(job);
  });

  it("may be away for seconds, and jobs are accepted meanwhile", async () => {
    bed.startWorker();
    const first = await bed.start(connection);
    await bed.untilProcessed(first, 100);
    await bed.redis.stop();
    const second = await bed.start(await bed.connect());
    expect((await bed.read(second)).status).toBe("QUEUED");
    await sleep(awayMs);
    await bed.redis.start();
    await expectCleanEnd(first);
    expect(await bed.untilEnded(second)).toMatchObject({ status: "COMPLETED" });
  });
});

describe("PostgreSQL", () => {
  it.each(["fast", "immediate"] as const)("may be restarted (%s)", async (mode) => {
    bed.startWorker();
    const job = await bed.start(connection);
    await bed.untilProcessed(job, 300);
    await postgres.restart(mode);
    await bed.reconnect();
    await expectCleanEnd(job);
  });
});

describe("the worker", () => {
  it("may be away when a job is accepted", async () => {
    const job = await bed.start(connection);
    expect((await bed.read(job)).status).toBe("QUEUED");
    bed.startWorker();
    await expectCleanEnd(job);
  });

  it("hands its job over when it is stopped as it should be", async () => {
    const first = bed.startWorker();
    const next = bed.loadWorker();
    const job = await bed.start(connection);
    await bed.untilProcessed(job, 100);
    await first.stop();
    next.begin();
    await expectCleanEnd(job);
  });
});
