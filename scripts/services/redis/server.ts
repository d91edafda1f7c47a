/** A Redis of our own: on loopback, append-only, never evicting. It outlives a supervisor that crashes. */
import { spawn } from "node:child_process";
import { closeSync, openSync, realpathSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { Redis } from "ioredis";
import { isAlive } from "../../process-identity.mjs";
import { freePort } from "../ports";
import { worksIn } from "../process-folder";
import { SetupError } from "../setup-error";
import { waitFor } from "../wait-for";
import { redisBinary } from "./binary";

const launchAttempts = 5;

interface RedisServer {
  readonly url: string;
  stop(): Promise<void>;
}

interface RedisOptions {
  /** Absolute path of the data folder. */
  readonly dataFolder: string;
  readonly password: string;
  /** False for tests: nothing is written to disk. */
  readonly durable: boolean;
}

function urlOf(port: number, password: string): string {
  return `redis://:${encodeURIComponent(password)}@127.0.0.1:${port}/0`;
}

/** True when the server at this port lets us in and works in this folder. */
async function serves(port: number, password: string, folder: string): Promise<boolean> {
  const redis = new Redis(urlOf(port, password), {
    lazyConnect: true,
    connectTimeout: 1_000,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  redis.on("error", () => undefined);
  try {
    await redis.connect();
    const reply = await redis.config("GET", "dir");
    return Array.isArray(reply) && reply[1] === folder;
  } catch {
    return false;
  } finally {
    redis.disconnect();
  }
}

/** A file and not arguments: a password in the list of processes is everybody's. */
function configuration(port: number, folder: string, { password, durable }: RedisOptions): string {
  return [
    "bind 127.0.0.1",
    `port ${port}`,
    `dir ${JSON.stringify(folder)}`,
    `pidfile ${JSON.stringify(path.join(folder, "redis.pid"))}`,
    "daemonize no",
    `requirepass ${password}`,
    `appendonly ${durable ? "yes" : "no"}`,
    'save ""',
    "maxmemory-policy noeviction",
    "",
  ].join("\n");
}

async function findRunning(folder: string, password: string): Promise<number | undefined> {
  const [pidText, config] = await Promise.all(
    ["redis.pid", "redis.conf"].map((name) => readFile(path.join(folder, name), "utf8").catch(() => "")),
  );
  const pid = Number(pidText);
  const port = Number(/^port (\d+)$/m.exec(config ?? "")?.[1]);
  if (!pid || !port || !isAlive(pid)) return undefined;
  return (await serves(port, password, folder)) ? port : undefined;
}

/** Starts the server once; answers its port, or undefined when it ended instead. */
async function launch(binary: string, folder: string, options: RedisOptions): Promise<number | undefined> {
  const port = await freePort();
  const configFile = path.join(folder, "redis.conf");
  await writeFile(configFile, configuration(port, folder, options), { mode: 0o600 });
  const log = openSync(path.join(folder, "server.log"), "a", 0o600);
  const server = spawn(binary, [configFile], { cwd: folder, detached: true, stdio: ["ignore", log, log] });
  closeSync(log);
  server.unref();
  let ended = false;
  for (const event of ["error", "exit"]) {
    server.once(event, () => {
      ended = true;
    });
  }
  const up = await waitFor(async () => ended || (await serves(port, options.password, folder)), {
    timeoutMs: 30_000,
  });
  return up && !ended ? port : undefined;
}

async function start(folder: string, options: RedisOptions): Promise<number> {
  const running = await findRunning(folder, options.password);
  if (running) return running;
  const binary = await redisBinary();
  for (let attempt = 0; attempt < launchAttempts; attempt += 1) {
    const launched = await launch(binary, folder, options);
    if (launched) return launched;
  }
  throw new SetupError(
    `Redis did not start; ${path.join(folder, "server.log")} says why. Set REDIS_URL to use another one.`,
  );
}

/** Stops the Redis of a folder, whoever started it; does nothing when none runs. */
export async function stopRedisIn(folder: string): Promise<void> {
  const pid = Number(await readFile(path.join(folder, "redis.pid"), "utf8").catch(() => 0));
  if (!pid || !(await worksIn(pid, folder))) return;
  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    if (!isAlive(pid)) return;
    process.kill(pid, signal);
    if (await waitFor(() => !isAlive(pid), { timeoutMs: 10_000 })) return;
  }
}

/** Starts or takes over the Redis of a data folder. */
export async function startRedis(options: RedisOptions): Promise<RedisServer> {
  const folder = path.join(options.dataFolder, "redis");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const real = realpathSync(folder);
  const port = await start(real, options);
  return { url: urlOf(port, options.password), stop: () => stopRedisIn(real) };
}
