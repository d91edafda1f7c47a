/** What the benchmarks of synchronisation stand on: simulated vendors and a worker as processes of their own, and jobs. */
import { type ChildProcess, spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { SimulatedVendor } from "@/lib/connectors/testing/simulated-vendor";
import { closePool } from "@/lib/platform/db";
import { closeRedis } from "@/lib/platform/redis";
import { readSyncJob, startSyncJob } from "@/lib/sync";
import type { SyncJob } from "@/lib/sync/schema";
import type { Connection } from "@/lib/sync/testing/connection";
import { workerNodeFlags } from "@/scripts/product/parts";
import { freePort } from "@/scripts/services/ports";
import { waitFor } from "@/scripts/services/wait-for";

process.env.OUTBOUND_ALLOW = "127.0.0.1";

const children: ChildProcess[] = [];

function start(
  script: string,
  args: readonly string[] = [],
  nodeFlags: readonly string[] = [],
): ChildProcess {
  const child = spawn(process.execPath, [...nodeFlags, "--import", "tsx", script, ...args], {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, LOG_LEVEL: "silent" },
  });
  children.push(child);
  return child;
}

/** The vendor of a connector, with so many patients. */
export async function startVendor(id: string, patients: number): Promise<SimulatedVendor> {
  const port = await freePort();
  start("sandbox/main.ts", [
    ...["--port", `${port}`, "--patients", `${patients}`],
    ...["--export-min-interval-seconds", "0", "--export-duration-ms", "0"],
  ]);
  const vendor = new SimulatedVendor(`http://127.0.0.1:${port}`, id);
  if (!(await waitFor(() => vendor.credentials().catch(() => undefined), { timeoutMs: 30_000 }))) {
    throw new Error("The simulated vendors did not start");
  }
  return vendor;
}

export function startWorker(): ChildProcess {
  return start("workers/main.ts", [], workerNodeFlags);
}

/** Runs a benchmark, and ends after it whatever it started. */
export async function benchmark(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } finally {
    for (const child of children) child.kill("SIGKILL");
    await closeRedis("quick");
    await closeRedis("patient.access");
    await closePool();
  }
}

/** Memory of a process in megabytes, now or at its highest; undefined where the system does not tell. */
export async function megabytes(
  pid: number | undefined,
  which: "VmRSS" | "VmHWM",
): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  const kilobytes = new RegExp(`^${which}:\\s+(\\d+)`, "m").exec(status)?.[1];
  return kilobytes === undefined ? undefined : Math.round(Number(kilobytes) / 1_024);
}

/** What a step did, and how long it took. */
export interface Measured {
  readonly records: number;
  readonly seconds: number;
}

export async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return (performance.now() - begin) / 1_000;
}

export function print(what: string, { records, seconds }: Measured, bareSeconds?: number): void {
  const rate = `${Math.round(records / seconds).toLocaleString("en")} records/s`;
  const ratio = bareSeconds ? `  ${(seconds / bareSeconds).toFixed(1)} × the bare steps` : "";
  console.log(`${what.padEnd(52)} ${rate.padStart(18)}  ${seconds.toFixed(1).padStart(6)} s${ratio}`);
}

/** Starts a job of all entities and answers its id. */
export async function startJob(
  { actor, integrationId }: Connection,
  { direction, mode }: Pick<SyncJob, "direction" | "mode">,
): Promise<string> {
  const order = { type: "FULL_SYNC", mode, direction, priority: "NORMAL" } as const;
  return (await startSyncJob(actor, { ...order, ehrConnectionId: integrationId })).id;
}

/** Runs a job to its end. Its time begins with its first slice: the start of the worker does not count. */
export async function runJob(
  connection: Connection,
  order: Pick<SyncJob, "direction" | "mode">,
): Promise<Measured> {
  const id = await startJob(connection, order);
  const ended = async () => {
    const job = await readSyncJob(connection.actor, id);
    if (job.status === "FAILED") throw new Error(`The job failed: ${job.error?.title}`);
    return job.status === "COMPLETED" && job;
  };
  const job = await waitFor(ended, { timeoutMs: Number.POSITIVE_INFINITY, pollMs: 100 });
  return { records: job?.progress.processed ?? 0, seconds: (job?.durationMs ?? 0) / 1_000 };
}
