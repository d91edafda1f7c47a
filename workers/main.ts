/** The worker process: runs the roles of WORKER_ROLES until it is told to stop. */
import { setTimeout as sleep } from "node:timers/promises";
import { sealAudit } from "@/lib/audit";
import { assertDoorsHold, closePool, isUnavailable } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { createLogger } from "@/lib/platform/logger";
import { assertRedisKeepsJobs, closeRedis, quickRedis } from "@/lib/platform/redis";
import { startWorkers, ticker } from "@/lib/queue/runtime";
import { handlers } from "./handlers";
import { startMllp } from "./mllp";
import { refusalOf } from "./refusal";

const log = createLogger("worker");
const retryMs = 1_000;
const stopLimitMs = 28_000;

/** Says what is wrong in words for the person who started the worker, and ends it. */
function refuse(error: unknown): never {
  process.stderr.write(refusalOf(error));
  process.exit(1);
}

/** Waits until PostgreSQL answers; any other failure of the check is passed on. */
async function checkDatabase(): Promise<void> {
  for (let isTold = false; ; await sleep(retryMs)) {
    try {
      return await assertDoorsHold();
    } catch (error) {
      if (!isUnavailable(error)) throw error;
      if (!isTold) log.warn("PostgreSQL does not answer yet, the worker waits for it", { error });
      isTold = true;
    }
  }
}

/** The policy can be asked for only once Redis answers; all but handing over works without it meanwhile. */
async function checkRedis(): Promise<void> {
  while (quickRedis().status !== "ready") await sleep(retryMs);
  await assertRedisKeepsJobs();
}

async function main(): Promise<void> {
  const { WORKER_ROLES: roles } = env();
  await checkDatabase();
  const workers = startWorkers({ handlers, roles, tickers: [ticker("audit.seal", 1_000, sealAudit)] });
  const mllp = roles.includes("mllp") ? startMllp() : undefined;
  let isStopping = false;
  const stop = async () => {
    if (isStopping) return;
    isStopping = true;
    setTimeout(() => process.exit(1), stopLimitMs).unref();
    await Promise.all([workers.stop(), mllp?.stop()]);
    await closeRedis("quick");
    await closePool();
    process.exit(0);
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  checkRedis().catch(refuse);
}

main().catch(refuse);
