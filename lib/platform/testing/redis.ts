/** A Redis server of a test's own, to be stopped, frozen and wiped. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { freePort } from "@/scripts/services/ports";
import { redisBinary } from "@/scripts/services/redis/binary";

/** A server on a port of its own that forgets everything when it stops. */
export async function openRedis(): Promise<TestRedis> {
  const [binary, port, folder] = await Promise.all([
    redisBinary(),
    freePort(),
    mkdtemp(join(tmpdir(), "carelane-redis-")),
  ]);
  const redis = new TestRedis(binary, port, folder);
  await redis.start();
  return redis;
}

export class TestRedis {
  readonly url: string;
  #server: ChildProcess | undefined;

  constructor(
    private readonly binary: string,
    private readonly port: number,
    private readonly folder: string,
  ) {
    this.url = `redis://127.0.0.1:${port}/0`;
    // A test file that fails before it can close must leave no server behind.
    process.once("exit", () => this.#server?.kill("SIGKILL"));
  }

  async start(): Promise<void> {
    const listens = ["--port", String(this.port), "--bind", "127.0.0.1"];
    const forgets = ["--save", "", "--appendonly", "no", "--dir", this.folder];
    this.#server = spawn(this.binary, [...listens, ...forgets], { stdio: "ignore" });
    await this.#ask((redis) => redis.ping());
  }

  async stop(): Promise<void> {
    const server = this.#server;
    if (server?.exitCode !== null || server.signalCode !== null) return;
    const ended = new Promise((resolve) => server.once("exit", resolve));
    server.kill("SIGKILL");
    await ended;
  }

  /** Its connections stay open, and nothing is answered. */
  freeze(): void {
    this.#server?.kill("SIGSTOP");
  }

  thaw(): void {
    this.#server?.kill("SIGCONT");
  }

  async wipe(): Promise<void> {
    await this.#ask((redis) => redis.flushall());
  }

  async has(key: string): Promise<boolean> {
    return (await this.#ask((redis) => redis.exists(key))) === 1;
  }

  async configure(name: string, value: string): Promise<void> {
    await this.#ask((redis) => redis.config("SET", name, value));
  }

  async close(): Promise<void> {
    await this.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  async #ask<T>(command: (redis: Redis) => Promise<T>): Promise<T> {
    const redis = new Redis(this.url, { maxRetriesPerRequest: null, retryStrategy: () => 20 });
    redis.on("error", () => undefined);
    const answer = await command(redis);
    redis.disconnect();
    return answer;
  }
}
