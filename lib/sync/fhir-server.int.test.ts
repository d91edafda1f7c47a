import { afterAll, beforeAll, expect, it } from "vitest";
import { changeRecord, createRecord, listRecords, type RecordEntity, recordEntities } from "@/lib/records";
import type { Connection } from "./testing/connection";
import { SyncBed } from "./testing/testbed";

let bed: SyncBed;
let connection: Connection;
beforeAll(async () => {
  bed = await SyncBed.open({ sandbox: { patients: 8 } });
  bed.startWorker();
  connection = await bed.connect({
    connector: "fhir-r4",
    entities: recordEntities,
    direction: "bidirectional",
    // Every type is searched, as at a server without exports.
    credentials: { groupId: "" },
  });
});
afterAll(() => bed.close());

async function recordsOf(entity: RecordEntity) {
  return (await listRecords(connection.actor, entity, {}, { limit: 1_000, place: null })).data;
}

it("takes in all of a plain FHIR server, and gives back what changed here", async () => {
  const server = bed.vendorOf("fhir-r4");
  const first = await bed.run(connection, { mode: "FULL", direction: "BIDIRECTIONAL" });
  expect(first).toMatchObject({ status: "COMPLETED", counts: { failed: 0, conflicted: 0 } });
  expect(await recordsOf("appointments")).toHaveLength((await server.held("Appointment")).length);

  const [record] = await recordsOf("conditions");
  const patch = { note: "Told at the desk." };
  await changeRecord(connection.actor, "conditions", record?.id ?? "", {
    patch,
    ifMatch: `"${record?.version}"`,
  });
  const names = [{ use: "official" as const, family: "Newcomer", given: ["Nora"] }];
  await createRecord(connection.actor, "patients", { names, dateOfBirth: "1990-02-03", gender: "female" });
  const pushed = await bed.run(connection, { direction: "OUTBOUND" });
  expect(pushed).toMatchObject({ status: "COMPLETED", counts: { added: 1, changed: 1, failed: 0 } });
  const told = (await server.held("Condition")).filter((one) => JSON.stringify(one).includes(patch.note));
  expect(told).toMatchObject([{ meta: { versionId: "2" } }]);
  const newcomers = (await server.held("Patient")).filter((one) => JSON.stringify(one).includes("Newcomer"));
  expect(newcomers).toMatchObject([{ birthDate: "1990-02-03", meta: { versionId: "1" } }]);

  const again = await bed.run(connection, { mode: "INCREMENTAL", direction: "BIDIRECTIONAL" });
  expect(again).toMatchObject({ status: "COMPLETED", counts: { added: 0, changed: 0, conflicted: 0 } });
});
