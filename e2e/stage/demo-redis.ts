/** The Redis that the demo started for itself, frozen and woken: its clients wait as for one that is away. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { demoFile } from "./demo";

const pidFile = path.join(path.dirname(demoFile), "redis/redis.pid");

/** False where REDIS_URL names a Redis of somebody else. */
export const hasOwnRedis = existsSync(pidFile);

function signal(name: NodeJS.Signals): void {
  process.kill(Number(readFileSync(pidFile, "utf8")), name);
}

export const demoRedis = { freeze: () => signal("SIGSTOP"), wake: () => signal("SIGCONT") };
