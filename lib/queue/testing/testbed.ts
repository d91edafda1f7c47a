/** A database and a Redis of their own for the queue's tests, which stop, wipe and kill what they use. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { Client } from "pg";
import { newId } from "@/lib/platform/ids";
import { openTestEnvironment } from "@/lib/platform/testing/installation";
import { freePort } from "@/scripts/services/ports";
import { redisBinary } from "@/scripts/services/redis/binary";

export interface Testbed {
  readonly organizationId: string;
  /** Sees and may do everything. */
  readonly owner: Client;
  close(): Promise<void>;
}

/** A fresh database with the table `test_effects` for what test jobs do. */
export async function openTestbed(environment: Record<string, string> = {}): Promise<Testbed> {
  // A test that wants a Redis opens one that it may stop.
  const product = await openTestEnvironment({ REDIS_URL: "redis://127.0.0.1:1", ...environment });
  const owner = new Client(product.databaseUrl);
  await owner.connect();
  await owner.query(`
    create table test_effects (n bigserial, job_id uuid, label text, epoch int, started timestamptz, ended timestamptz);
    grant all on test_effects to carelane_app, carelane_system;
    grant all on sequence test_effects_n_seq to carelane_app, carelane_system;`);
  return {
    organizationId: newId(),
    owner,
    close: async () => {
      await owner.end();
      await product.close();
    },
  };
}

export interface TestRedis {
  readonly url: string;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Its connections stay open, and nothing is answered. */
  freeze(): void;
  thaw(): void;
  wipe(): Promise<unknown>;
  has(key: string): Promise<boolean>;
  configure(name: string, value: string): Promise<unknown>;
  close(): Promise<void>;
}

/** A Redis server on a port of its own that forgets everything when it stops. */
export async function openRedis(): Promise<TestRedis> {
  const [binary, port] = await Promise.all([redisBinary(), freePort()]);
  const folder = await mkdtemp(join(tmpdir(), "carelane-redis-"));
  const url = `redis://127.0.0.1:${port}/0`;
  const args = [
    "--port",
    `${port}`,
    "--bind",
    "127.0.0.1",
    "--save",
    "",
    "--appendonly",
    "no",
    "--dir",
    folder,
  ];
  let server: ChildProcess | undefined;
  const start = async () => {
    server = spawn(binary, args, { stdio: "ignore" });
    await ask((redis) => redis.ping());
  };
  const ask = async <T>(command: (redis: Redis) => Promise<T>) => {
    const redis = new Redis(url, { maxRetriesPerRequest: null, retryStrategy: () => 20 });
    redis.on("error", () => undefined);
    const answer = await command(redis);
    redis.disconnect();
    return answer;
  };
  // A test file that fails before it can close must leave no server behind.
  process.once("exit", () => server?.kill("SIGKILL"));
  const stop = async () => {
    if (server?.exitCode !== null || server.signalCode !== null) return;
    const ended = new Promise((resolve) => server?.once("exit", resolve));
    server?.kill("SIGKILL");
    await ended;
  };
  await start();
  return {
    url,
    start,
    stop,
    freeze: () => void server?.kill("SIGSTOP"),
    thaw: () => void server?.kill("SIGCONT"),
    wipe: () => ask((redis) => redis.flushall()),
    has: async (key) => (await ask((redis) => redis.exists(key))) === 1,
    configure: (name, value) => ask((redis) => redis.config("SET", name, value)),
    close: async () => {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
