import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { withSystem } from "@/lib/platform/db";
import { openRedis, type TestRedis } from "@/lib/platform/testing/redis";
import { workersAlive } from "@/lib/queue";
import { openTestbed, type Testbed } from "@/lib/queue/testing/testbed";

let redis: TestRedis;
let bed: Testbed;
let worker: ChildProcess | undefined;

beforeAll(async () => {
  redis = await openRedis();
  bed = await openTestbed({ REDIS_URL: redis.url });
});
afterEach(() => void worker?.kill("SIGKILL"));
afterAll(async () => {
  await bed.close();
  await redis.close();
});

function start(environment: Record<string, string>): { output: () => string; ended: Promise<unknown[]> } {
  worker = spawn(process.execPath, ["--import", "tsx", "workers/main.ts"], {
    env: { ...process.env, LOG_LEVEL: "info", ...environment },
  });
  let text = "";
  const collect = (chunk: Buffer) => {
    text += chunk.toString();
  };
  worker.stdout?.on("data", collect);
  worker.stderr?.on("data", collect);
  return { output: () => text, ended: once(worker, "exit") };
}
const until = (check: () => Promise<void> | void) => vi.waitFor(check, { timeout: 15_000, interval: 25 });
const alive = () => withSystem("health", workersAlive);

it("says which variable is wrong and starts nothing", async () => {
  const { output, ended } = start({ NEXTAUTH_SECRET: "short", WORKER_ROLES: "sync,everything" });
  expect(await ended).toEqual([1, null]);
  expect(output()).toContain("NEXTAUTH_SECRET is not right");
  expect(output()).toContain("WORKER_ROLES is not right");
});

it("shows that it lives, and stops on SIGTERM without an error", async () => {
  const { ended } = start({});
  await until(async () => expect(await alive()).toBe(1));
  worker?.kill("SIGTERM");
  expect(await ended).toEqual([0, null]);
  expect(await alive()).toBe(0);
});

it("starts while Redis is away and works once it is there", async () => {
  await redis.stop();
  const { output, ended } = start({});
  await until(async () => expect(await alive()).toBe(1));
  await redis.start();
  await until(async () => expect(await redis.has("carelane:queue:marker")).toBe(true));
  expect(output().match(/Redis does not answer/g)?.length ?? 0).toBeLessThanOrEqual(20);
  worker?.kill("SIGTERM");
  expect(await ended).toEqual([0, null]);
});

it("waits for PostgreSQL and says so once", async () => {
  const { output } = start({ DATABASE_URL: "postgresql://nobody@127.0.0.1:1/none" });
  await until(() => expect(output()).toContain("PostgreSQL does not answer yet"));
  expect(worker?.exitCode).toBeNull();
});

it("refuses a Redis that may throw jobs away", async () => {
  await redis.configure("maxmemory-policy", "allkeys-lru");
  const { output, ended } = start({});
  expect(await ended).toEqual([1, null]);
  expect(output()).toContain("Set it to noeviction");
  await redis.configure("maxmemory-policy", "noeviction");
});
