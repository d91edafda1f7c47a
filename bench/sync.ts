/**
 * A whole pull: records a second from the simulated Epic through a real worker process into PostgreSQL, first when
 * all is new, then when nothing changed, beside the bare steps; and the worker's highest memory.
 * PATIENTS sets how many (default 50,000, with four observations each on average).
 */
import { type ChildProcess, spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { openEpic } from "@/lib/connectors/epic/api";
import { epicConfig } from "@/lib/connectors/epic/config";
import { type BulkManifest, pollExport, startExport } from "@/lib/connectors/protocols/fhir-r4/bulk";
import { lineBatches, linesIn } from "@/lib/connectors/protocols/fhir-r4/ndjson";
import { SimulatedVendor } from "@/lib/connectors/testing/simulated-vendor";
import { loadConnectorContext } from "@/lib/integrations";
import { closePool } from "@/lib/platform/db";
import { closeRedis } from "@/lib/platform/redis";
import { readSyncJob, startSyncJob } from "@/lib/sync";
import { type Connection, connect } from "@/lib/sync/testing/connection";
import { workerNodeFlags } from "@/scripts/product/parts";
import { freePort } from "@/scripts/services/ports";
import { waitFor } from "@/scripts/services/wait-for";

const patients = Number(process.env.PATIENTS ?? 50_000);
const rowsPerInsert = 500;

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

async function startVendor(): Promise<SimulatedVendor> {
  const port = await freePort();
  start("sandbox/main.ts", [
    ...["--port", `${port}`, "--patients", `${patients}`],
    ...["--export-min-interval-seconds", "0", "--export-duration-ms", "0"],
  ]);
  const vendor = new SimulatedVendor(`http://127.0.0.1:${port}`, "epic");
  if (!(await waitFor(() => vendor.credentials().catch(() => undefined), { timeoutMs: 30_000 }))) {
    throw new Error("The simulated vendors did not start");
  }
  return vendor;
}

/** Highest memory a process ever had, in megabytes; undefined where the system does not tell. */
async function highestMegabytes(child: ChildProcess): Promise<number | undefined> {
  const status = await readFile(`/proc/${child.pid}/status`, "utf8").catch(() => "");
  const kilobytes = /^VmHWM:\s+(\d+)/m.exec(status)?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1_024;
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return (performance.now() - begin) / 1_000;
}

function print(what: string, { records, seconds }: Measured, bareSeconds?: number): void {
  const rate = `${Math.round(records / seconds).toLocaleString("en")} records/s`;
  const ratio = bareSeconds ? `  ${(seconds / bareSeconds).toFixed(1)} × the bare steps` : "";
  console.log(`${what.padEnd(52)} ${rate.padStart(18)}  ${seconds.toFixed(1).padStart(6)} s${ratio}`);
}

/** What a step did, and how long it took. */
interface Measured {
  readonly records: number;
  readonly seconds: number;
}

/** Runs a full pull to its end. Its time begins with its first slice: the start of the worker does not count. */
async function pull({ actor, integrationId }: Connection): Promise<Measured> {
  const { id } = await startSyncJob(actor, {
    type: "FULL_SYNC",
    mode: "FULL",
    ehrConnectionId: integrationId,
    priority: "NORMAL",
  });
  for (;;) {
    const { status, error, progress, durationMs } = await readSyncJob(actor, id);
    if (status === "COMPLETED") return { records: progress.processed, seconds: (durationMs ?? 0) / 1_000 };
    if (status === "FAILED") throw new Error(`The pull failed: ${error?.title}`);
    await sleep(100);
  }
}

/** The same files fetched and each line parsed, and nothing else. */
async function fetchAndParse({ actor, integrationId }: Connection): Promise<Measured> {
  const { context } = await loadConnectorContext(actor, integrationId);
  const config = epicConfig.parse(context.config);
  const { server } = await openEpic({ ...context, config });
  const statusUrl = await startExport(server, config.groupId ?? "", ["Patient", "Observation"]);
  const manifest = await waitFor<BulkManifest>(
    async () => {
      const found = await pollExport(server, statusUrl);
      return found.state === "ready" && found.manifest;
    },
    { timeoutMs: 60_000, pollMs: 1_000 },
  );
  let records = 0;
  const begin = performance.now();
  for (const { url } of manifest?.output ?? []) {
    for await (const { bytes } of lineBatches((await server.stream(url, true)).body)) {
      for (const line of linesIn(bytes)) {
        JSON.parse(line.toString("utf8"));
        records += 1;
      }
    }
  }
  return { records, seconds: (performance.now() - begin) / 1_000 };
}

/** The same rows into an empty table of the same columns and indexes, and nothing else. */
async function insertAlone(owner: Client): Promise<Measured> {
  await owner.query("create table bench_records (like entity_records including all)");
  let seconds = 0;
  let records = 0;
  for (let after = "00000000-0000-0000-0000-000000000000"; ; ) {
    const { rows } = await owner.query<{
      id: string;
      organization_id: string;
      entity: string;
      data: string;
      hash: Buffer;
    }>(
      `select id, organization_id, entity, data::text, content_hash as hash from entity_records
        where id > $1 order by id limit ${rowsPerInsert}`,
      [after],
    );
    const last = rows.at(-1);
    if (!last) return { records, seconds };
    after = last.id;
    records += rows.length;
    seconds += await secondsOf(() =>
      owner.query(
        `insert into bench_records (id, organization_id, entity, data, content_hash, changed_by, created_at, updated_at)
         select r.id, $1, r.entity, r.data::jsonb, r.hash, '{}', now(), now()
           from unnest($2::uuid[], $3::text[], $4::text[], $5::bytea[]) as r(id, entity, data, hash)`,
        [
          last.organization_id,
          rows.map((row) => row.id),
          rows.map((row) => row.entity),
          rows.map((row) => row.data),
          rows.map((row) => row.hash),
        ],
      ),
    );
  }
}

async function run(owner: Client): Promise<void> {
  const connection = await connect(await startVendor());
  const worker = start("workers/main.ts", [], workerNodeFlags);
  const first = await pull(connection);
  const second = await pull(connection);
  const memory = await highestMegabytes(worker);
  const fetching = await fetchAndParse(connection);
  const inserting = await insertAlone(owner);
  print("bare: fetch the files and parse each line", fetching);
  print("bare: set-based insert of the same rows", inserting);
  print("first pull: everything is new", first, fetching.seconds + inserting.seconds);
  print("second pull: nothing changed", second, fetching.seconds);
  console.log(`the worker's highest memory: ${memory ? `${Math.round(memory)} MB` : "unknown"}`);
}

const owner = new Client(process.env.DATABASE_URL);
await owner.connect();
try {
  await run(owner);
} finally {
  for (const child of children) child.kill("SIGKILL");
  await owner.end();
  await closeRedis("quick");
  await closePool();
}
