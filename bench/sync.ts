/**
 * A whole pull: records a second from the simulated Epic through a real worker process into PostgreSQL, first when
 * all is new, then when nothing changed, then when one in ten did, there alone and then on both sides, beside the bare
 * steps and beside libraries that people build such syncs with; and the worker's highest memory. PATIENTS sets how many (default 50,000, with four observations each on average).
 */
import type { Resource } from "@medplum/fhirtypes";
import { Client } from "pg";
import { openEpic } from "@/lib/connectors/epic/api";
import { epicConfig } from "@/lib/connectors/epic/config";
import { type BulkManifest, pollExport, startExport } from "@/lib/connectors/protocols/fhir-r4/bulk";
import { lineBatches, linesIn } from "@/lib/connectors/protocols/fhir-r4/ndjson";
import type { SimulatedVendor } from "@/lib/connectors/testing/simulated-vendor";
import { loadConnectorContext } from "@/lib/integrations";
import { type Connection, connect } from "@/lib/sync/testing/connection";
import { waitFor } from "@/scripts/services/wait-for";
import { throughMedplum, throughPrisma, throughValidation } from "./parts/other-libraries";
import {
  benchmark,
  type Measured,
  megabytes,
  print,
  runJob,
  secondsOf,
  startVendor,
  startWorker,
} from "./parts/sync-parts";

const patients = Number(process.env.PATIENTS ?? 50_000);
const rowsPerInsert = 500;
/** The other libraries show their pace with fewer. */
const mostForOthers = 20_000;

const pull = (connection: Connection) => runJob(connection, { direction: "INBOUND", mode: "FULL" });

/** The same files fetched and each line parsed, and nothing else. Answers some of what was read, too. */
async function fetchAndParse({
  actor,
  integrationId,
}: Connection): Promise<Measured & { sample: Resource[] }> {
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
  const sample: Resource[] = [];
  let records = 0;
  const begin = performance.now();
  for (const { url } of manifest?.output ?? []) {
    for await (const { bytes } of lineBatches((await server.stream(url, true)).body)) {
      for (const line of linesIn(bytes)) {
        const resource: Resource = JSON.parse(line.toString("utf8"));
        if (records < mostForOthers) sample.push(resource);
        records += 1;
      }
    }
  }
  return { records, seconds: (performance.now() - begin) / 1_000, sample };
}

/** Where a first pull writes a row for each record. */
const writtenTables = [
  "entity_records",
  "search_entries",
  "sync_links",
  "remote_resources",
  "sync_seen",
] as const;

interface TableColumn {
  readonly name: string;
  readonly type: string;
}

async function columnsOf(owner: Client, table: string): Promise<TableColumn[]> {
  const { rows } = await owner.query<TableColumn>(
    `select quote_ident(attname) as name, format_type(atttypid, atttypmod) as type from pg_attribute
      where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
    [table],
  );
  return rows;
}

/** The rows of a table into an empty one of the same columns and indexes. */
async function insertAgain(owner: Client, table: string): Promise<Measured> {
  const columns = await columnsOf(owner, table);
  const isBinary = ({ type }: TableColumn) => type === "bytea";
  const names = columns.map(({ name }) => name).join(", ");
  const read = columns.map((column) => (isBinary(column) ? column.name : `${column.name}::text`));
  const arrays = columns.map((column, n) => `$${n + 1}::${isBinary(column) ? "bytea" : "text"}[]`);
  const insert = `insert into bench_${table} (${names})
    select ${columns.map(({ name, type }) => `r.${name}::${type}`).join(", ")} from unnest(${arrays.join(", ")}) as r(${names})`;
  await owner.query(`create table bench_${table} (like ${table} including all)`);
  await owner.query(
    `begin; declare bench_rows cursor with hold for select ${read.join(", ")} from ${table}; commit`,
  );
  let seconds = 0;
  let records = 0;
  for (;;) {
    const { rows } = await owner.query<unknown[]>({
      text: `fetch ${rowsPerInsert} from bench_rows`,
      rowMode: "array",
    });
    if (rows.length === 0) break;
    records += rows.length;
    const values = columns.map((_, n) => rows.map((row) => row[n]));
    seconds += await secondsOf(() => owner.query(insert, values));
  }
  await owner.query("close bench_rows");
  return { records, seconds };
}

/** The same rows set-based into empty tables, and nothing else. */
async function insertAlone(owner: Client): Promise<Measured> {
  let seconds = 0;
  for (const table of writtenTables) seconds += (await insertAgain(owner, table)).seconds;
  const { rows } = await owner.query<{ records: number }>(
    "select count(*)::int as records from entity_records",
  );
  return { records: rows[0]?.records ?? 0, seconds };
}

/** One in ten patients says something new. */
async function changeSome(vendor: SimulatedVendor, facts: object): Promise<void> {
  const all = await vendor.held("Patient");
  const chosen = all.filter((_, n) => n % 10 === 0);
  for (let start = 0; start < chosen.length; start += 50) {
    await Promise.all(
      chosen
        .slice(start, start + 50)
        .map(({ id, ...patient }) => vendor.change("Patient", id, { ...patient, id, ...facts })),
    );
  }
}

/** Somebody here changed the birth date of every patient. */
async function editAll(owner: Client): Promise<void> {
  await owner.query(
    `insert into entity_versions (record_id, version, organization_id, entity, data, content_hash, changed_by, at)
     select id, version, organization_id, entity, data, content_hash, changed_by, updated_at
       from entity_records where entity = 'patients'`,
  );
  await owner.query(
    `update entity_records set version = version + 1, job_id = null, updated_at = now(), content_hash = '\\x00',
            data = jsonb_set(data, '{dateOfBirth}', '"1999-09-09"') where entity = 'patients'`,
  );
}

async function run(owner: Client): Promise<void> {
  const vendor = await startVendor("epic", patients);
  const connection = await connect(vendor);
  const worker = startWorker();
  const first = await pull(connection);
  const second = await pull(connection);
  const memory = await megabytes(worker.pid, "VmHWM");
  await changeSome(vendor, { maritalStatus: { text: "Asked again" } });
  const third = await pull(connection);
  await editAll(owner);
  await changeSome(vendor, { birthDate: "1988-08-08" });
  const fourth = await pull(connection);
  // After the pulls: what the bare steps write would otherwise have PostgreSQL busy behind their back.
  const fetching = await fetchAndParse(connection);
  const inserting = await insertAlone(owner);
  const prisma = await throughPrisma(owner, process.env.DATABASE_URL ?? "", mostForOthers);
  print("bare: fetch the files and parse each line", fetching);
  print("bare: set-based insert of the same rows", inserting);
  print("Prisma: createMany of such rows", prisma.inserted);
  print("Prisma: upsert of the same rows, unchanged", prisma.unchanged);
  print("Medplum: check of such resources", await throughMedplum(fetching.sample));
  print("ours: check of such resources, codes among it", await throughValidation(fetching.sample));
  print("first pull: everything is new", first, fetching.seconds + inserting.seconds);
  print("second pull: nothing changed", second, fetching.seconds);
  print("third pull: one patient in ten changed", third, fetching.seconds);
  print("fourth pull: all changed here, one in ten there", fourth, fetching.seconds);
  console.log(`the worker's highest memory: ${memory ?? "unknown"} MB`);
}

await benchmark(async () => {
  const owner = new Client(process.env.DATABASE_URL);
  await owner.connect();
  await run(owner).finally(() => owner.end());
});
