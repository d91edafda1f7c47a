/**
 * A push: records a second from PostgreSQL through a real worker process to a simulated FHIR server, updates and
 * creates, beside the bare calls that it cannot do without. RECORDS sets how many of each (default 2,000).
 */
import { fhirR4 } from "@/lib/connectors/fhir-r4";
import { fhirConfig } from "@/lib/connectors/fhir-r4/config";
import { loadConnectorContext } from "@/lib/integrations";
import { changeRecord, createRecord, listRecords } from "@/lib/records";
import type { RecordView } from "@/lib/records/view";
import { fewAtOnce } from "@/lib/sync/push/look";
import { type Connection, connect } from "@/lib/sync/testing/connection";
import {
  benchmark,
  type Measured,
  print,
  runJob,
  secondsOf,
  startVendor,
  startWorker,
} from "./parts/sync-parts";

const records = Number(process.env.RECORDS ?? 2_000);

async function patientsOf({ actor }: Connection): Promise<RecordView[]> {
  const found: RecordView[] = [];
  for (let place: Parameters<typeof listRecords>[3]["place"] = null; found.length < records; ) {
    const { data, next } = await listRecords(actor, "patients", {}, { limit: 200, place });
    found.push(...data);
    if (!next) break;
    place = next;
  }
  return found.slice(0, records);
}

const push = (connection: Connection) => runJob(connection, { direction: "OUTBOUND", mode: "INCREMENTAL" });

/** What every push has to do at least: read each resource again and write it at the version that was read. */
async function updateAlone(connection: Connection, remoteIds: readonly string[]): Promise<Measured> {
  const { context } = await loadConnectorContext(connection.actor, connection.integrationId);
  const bare = { ...context, config: fhirConfig.parse(context.config) };
  const { patients } = fhirR4.entities;
  const seconds = await secondsOf(() =>
    fewAtOnce(remoteIds, async (remoteId) => {
      const read = await patients?.read?.(bare, remoteId);
      if (read?.state !== "found") throw new Error("The vendor lost a patient");
      const { resource: before, remoteVersion: version } = read.item;
      const after = { ...before, maritalStatus: { text: "Written by hand" } };
      await patients?.update?.(bare, { remoteId, before, after, version });
    }),
  );
  return { records: remoteIds.length, seconds };
}

async function run(): Promise<void> {
  const vendor = await startVendor("fhir-r4", records);
  const connection = await connect(vendor, { entities: ["patients"], direction: "bidirectional" });
  startWorker();
  await runJob(connection, { direction: "INBOUND", mode: "FULL" });
  const patients = await patientsOf(connection);
  const { actor } = connection;
  await fewAtOnce(patients, ({ id, version }) =>
    changeRecord(actor, "patients", id, { patch: { language: "it" }, ifMatch: `"${version}"` }),
  );
  const updates = await push(connection);
  await fewAtOnce([...patients.keys()], (n) =>
    createRecord(actor, "patients", {
      names: [{ use: "official", family: `Newcomer ${n}`, given: ["Nora"] }],
    }),
  );
  const creates = await push(connection);
  const bare = await updateAlone(
    connection,
    patients.flatMap(({ links: [link] }) => link?.remoteId ?? []),
  );
  print("bare: read each resource again and write it", bare);
  print("push of changed records", updates, bare.seconds);
  print("push of new records", creates);
}

await benchmark(run);
