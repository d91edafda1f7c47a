/**
 * A first pull and one of nothing new, of very many patients: records a second and the worker's memory, tenth by tenth.
 * What a record costs must not depend on how many came before. PATIENTS sets how many (default 1,000,000).
 */
import { readSyncJob } from "@/lib/sync";
import { type Connection, connect } from "@/lib/sync/testing/connection";
import { waitFor } from "@/scripts/services/wait-for";
import { benchmark, megabytes, startJob, startVendor, startWorker } from "./parts/sync-parts";

const patients = Number(process.env.PATIENTS ?? 1_000_000);
const tenth = patients / 10;

/** Runs a full pull and prints a line whenever another tenth is in. */
async function watchPull(what: string, connection: Connection, workerPid: number): Promise<void> {
  const id = await startJob(connection, { direction: "INBOUND", mode: "FULL" });
  let began = performance.now();
  let before = 0;
  const look = async () => {
    const { status, error, progress } = await readSyncJob(connection.actor, id);
    if (status === "FAILED") throw new Error(`The job failed: ${error?.title}`);
    const { processed } = progress;
    if (before === 0 && processed === 0) began = performance.now();
    const isOver = status === "COMPLETED";
    if (processed - before >= tenth || (isOver && processed > before)) {
      const rate = Math.round(((processed - before) * 1_000) / (performance.now() - began));
      const memory = await megabytes(workerPid, "VmRSS");
      const done = processed.toLocaleString("en").padStart(10);
      console.log(
        `${what.padEnd(14)} ${done} in, ${rate.toLocaleString("en").padStart(7)} records/s, ${memory} MB`,
      );
      began = performance.now();
      before = processed;
    }
    return isOver;
  };
  await waitFor(look, { timeoutMs: Number.POSITIVE_INFINITY, pollMs: 100 });
}

async function run(): Promise<void> {
  const vendor = await startVendor("epic", patients);
  const connection = await connect(vendor, { entities: ["patients"] });
  const { pid } = startWorker();
  if (pid === undefined) throw new Error("The worker did not start");
  await watchPull("all is new", connection, pid);
  await watchPull("nothing is new", connection, pid);
  console.log(`the worker's highest memory: ${await megabytes(pid, "VmHWM")} MB`);
}

await benchmark(run);
