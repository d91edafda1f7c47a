import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { withOrganization } from "@/lib/platform/db";
import { openRedis, type TestRedis } from "@/lib/platform/testing/redis";
import { deadLetters, enqueue } from "..";
import { crashable } from "../testing/crash-worker";
import { openTestbed, type Testbed } from "../testing/testbed";

let redis: TestRedis;
let bed: Testbed;
const workers = new Set<ChildProcess>();

beforeAll(async () => {
  redis = await openRedis();
  bed = await openTestbed({ REDIS_URL: redis.url });
});
afterAll(async () => {
  await bed.close();
  await redis.close();
});
beforeEach(() => bed.owner.query("truncate queue_jobs, test_effects"));
afterEach(() => Promise.all([...workers].map(kill)));

function startWorker(): ChildProcess {
  const program = ["--import", "tsx", "lib/queue/testing/crash-worker.ts", "run"];
  const worker = spawn(process.execPath, program, {
    stdio: "ignore",
    env: { ...process.env, LOG_LEVEL: "silent" },
  });
  workers.add(worker);
  worker.once("exit", () => workers.delete(worker));
  return worker;
}
async function kill(worker: ChildProcess): Promise<void> {
  if (worker.exitCode !== null || worker.signalCode !== null) return;
  const ended = once(worker, "exit");
  worker.kill("SIGKILL");
  await ended;
}
function put(...labels: string[]): Promise<string[]> {
  return withOrganization(bed, async (tx) => {
    const { organizationId } = bed;
    const ids: string[] = [];
    for (const label of labels) ids.push(await enqueue(tx, crashable, { organizationId, label }, bed));
    return ids;
  });
}
async function count(what: string): Promise<number> {
  const { rows } = await bed.owner.query<{ total: number }>(`select count(*)::int as total from ${what}`);
  return rows[0]?.total ?? -1;
}
const until = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 25_000, interval: 25 });

describe("a worker that is killed", () => {
  it("loses nothing and repeats no effect, however often", async () => {
    await put(...Array.from({ length: 400 }, (_, n) => `job ${n}`));
    for (let n = 1; n <= 4; n += 1) {
      const worker = startWorker();
      await until(async () => expect(await count("test_effects")).toBeGreaterThan(n * 40));
      await kill(worker);
    }
    startWorker();
    await until(async () => expect(await count("queue_jobs where state = 'done'")).toBe(400));
    expect(await count("test_effects")).toBe(400);
    expect(await count("(select distinct label from test_effects) labels")).toBe(400);
  }, 60_000);

  it("takes at most three others with it: then the job that did it is parked", async () => {
    const [poison] = await put("poison");
    for (let deaths = 0; deaths < 3; deaths += 1) await once(startWorker(), "exit");
    await put("good");
    startWorker();
    await until(async () => expect(await count("queue_jobs where state in ('done', 'dead')")).toBe(2));
    const { data } = await withOrganization(bed, (tx) => deadLetters(tx, { limit: 10 }));
    expect(data).toMatchObject([{ id: poison, error: { code: "worker_lost" } }]);
    expect(await count("test_effects where label = 'good'")).toBe(1);
  }, 60_000);
});
