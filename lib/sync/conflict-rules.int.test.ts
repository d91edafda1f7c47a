import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { listConflicts, undoResolution } from "@/lib/conflicts";
import { updateIntegration } from "@/lib/integrations";
import { changeRecord, listRecords } from "@/lib/records";
import type { RecordView } from "@/lib/records/view";
import type { Connection } from "./testing/connection";
import { SyncBed } from "./testing/testbed";

let bed: SyncBed;
let connection: Connection;
beforeAll(async () => {
  bed = await SyncBed.open({ sandbox: { patients: 2 } });
  bed.startWorker();
});
afterAll(() => bed.close());
beforeEach(async () => {
  connection = await bed.connect({ direction: "bidirectional" });
  await pull();
});

const pull = () => bed.run(connection, { direction: "INBOUND", mode: "FULL" });

async function rule(more: object): Promise<void> {
  await updateIntegration(connection.actor, connection.integrationId, {
    fieldMappings: {
      observations: [
        { localField: "status", remoteField: "status", required: false, direction: "both", ...more },
      ],
    },
  });
  await pull();
}

async function observation(id?: string): Promise<RecordView> {
  const all = await listRecords(connection.actor, "observations", {}, { limit: 1_000, place: null });
  const found = all.data.find(({ id: own }) => id === undefined || own === id);
  if (!found) throw new Error("no observation");
  return found;
}

/** Both sides change the status of one observation. */
async function contest() {
  const record = await observation();
  const remoteId = record.links[0]?.remoteId;
  const held = (await bed.vendor.held("Observation")).find(({ id }) => id === remoteId);
  const [ours, theirs] = ["final", "amended", "corrected"].filter((status) => status !== held?.status);
  await changeRecord(connection.actor, "observations", record.id, {
    patch: { status: ours },
    ifMatch: `"${record.version}"`,
  });
  await bed.vendor.change("Observation", held?.id ?? "", { ...held, status: theirs });
  return { id: record.id, ours, theirs };
}

const conflictsOf = async (recordId: string) =>
  (await listConflicts(connection.actor, { recordId }, 10, null)).data;

it("a rule decides what both sides changed, and can be taken back", async () => {
  await rule({ policy: "source_wins" });
  const { id, theirs } = await contest();
  expect((await pull()).counts).toMatchObject({ conflicted: 0, changed: 1 });
  expect((await observation(id)).data.status).toBe(theirs);
  const [settled] = await conflictsOf(id);
  expect(settled).toMatchObject({
    status: "RESOLVED",
    strategy: "USE_REMOTE",
    resolvedBy: { kind: "system", name: "Rules of the field mapping" },
  });
  await undoResolution(connection.actor, settled?.id ?? "", "A person shall see it.");
  expect(await conflictsOf(id)).toMatchObject([{ status: "OPEN" }]);
});

it("a rule for our side lets the next push carry it out", async () => {
  await rule({ policy: "dest_wins" });
  const { id, ours } = await contest();
  expect((await pull()).counts).toMatchObject({ conflicted: 0 });
  expect((await observation(id)).data.status).toBe(ours);
});

it("without a policy a person decides, with the severity that the mapping gives", async () => {
  await rule({ severity: "HIGH" });
  const { id } = await contest();
  expect((await pull()).counts).toMatchObject({ conflicted: 1 });
  expect(await conflictsOf(id)).toMatchObject([
    { status: "OPEN", severity: "HIGH", fields: [{ path: "status", severity: "HIGH" }] },
  ]);
});

it("the newest wins only where the vendor says when it changed", async () => {
  await rule({ policy: "newest_wins" });
  const { id } = await contest();
  expect((await pull()).counts).toMatchObject({ conflicted: 1 });
  expect(await conflictsOf(id)).toMatchObject([{ status: "OPEN" }]);
});
