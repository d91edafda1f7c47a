/** What we told a vendor of, when the vendor shows it. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { listConflicts } from "@/lib/conflicts";
import { listRecords, readRecord } from "@/lib/records";
import { waitFor } from "@/scripts/services/wait-for";
import { cancelSyncJob } from "..";
import { ChartBed, type Data } from "../testing/chart-bed";
import { SyncBed } from "../testing/testbed";

let bed: SyncBed;
let charts: ChartBed;
beforeAll(async () => {
  bed = await SyncBed.open({ sandbox: { patients: 2 } });
  bed.startWorker();
});
afterEach(() => charts.vendor.clearFaults());
afterAll(() => bed.close());

const pull = () => bed.run(charts.connection, { mode: "FULL", direction: "INBOUND" });
const sync = () => bed.run(charts.connection, { mode: "FULL", direction: "BIDIRECTIONAL" });
const known = (id: string) => readRecord(charts.connection.actor, "appointments", id);
const count = async () =>
  (await listRecords(charts.connection.actor, "appointments", {}, { limit: 500, place: null })).data.length;

/** Changes an appointment that bears our number as the vendor's own people do. */
async function changeThere(number: string, change: (held: Data) => Data): Promise<string> {
  const [held] = await charts.bearing("appointments", number);
  if (!held) throw new Error(`The vendor has no appointment ${number}`);
  await charts.vendor.change("Appointment", held.id, change(held));
  return held.id;
}

describe("an appointment of which athenahealth was told", () => {
  let id: string;
  let records: number;
  beforeAll(async () => {
    charts = await ChartBed.open(bed, "athenahealth");
  });
  beforeEach(async () => {
    id = await charts.create("appointments");
    expect((await charts.push()).counts).toMatchObject({ added: 1, failed: 0 });
    records = await count();
  });

  it("is the same one when it is shown, and as it was here", async () => {
    const before = await known(id);
    expect((await pull()).counts).toMatchObject({ added: 0, changed: 0, conflicted: 0, failed: 0 });
    const after = await known(id);
    expect([await count(), after.data, after.version]).toEqual([records, before.data, before.version]);
    expect((await pull()).counts).toMatchObject({ added: 0, changed: 0, deleted: 0 });
  });

  it("is the same one though its number is not shown, and its time in another offset", async () => {
    const other = { start: "2026-06-01T05:00:00-04:00", end: "2026-06-01T05:30:00-04:00" };
    await changeThere(id, ({ identifier: _, ...held }) => ({ ...held, ...other }));
    expect((await pull()).counts).toMatchObject({ added: 0, conflicted: 0, failed: 0 });
    expect(await count()).toBe(records);
  });

  it("is one more where another at the same time is shown of somebody else", async () => {
    const [[held], patients] = await Promise.all([
      charts.bearing("appointments", id),
      charts.vendor.held("Patient"),
    ]);
    const text = JSON.stringify(held);
    const [, patient] = /Patient\/([^"]+)/.exec(text) ?? [];
    const other = patients.find((one) => one.id !== patient)?.id;
    await changeThere(id, () => {
      const { identifier: _, ...rest } = JSON.parse(text.replace(`Patient/${patient}`, `Patient/${other}`));
      return rest;
    });
    expect((await pull()).counts).toMatchObject({ added: 1, conflicted: 0 });
    expect(await count()).toBe(records + 1);
  });

  it("is the one that a visit, brought before it, came of", async () => {
    const [held] = await charts.bearing("appointments", id);
    const [, patient] = /Patient\/([^"]+)/.exec(JSON.stringify(held)) ?? [];
    const visit = await charts.vendor.add("Encounter", {
      resourceType: "Encounter",
      status: "finished",
      class: { code: "AMB" },
      subject: { reference: `Patient/${patient}` },
      appointment: [{ reference: `Appointment/${held?.id}` }],
    });
    await pull();
    const { data } = await listRecords(
      charts.connection.actor,
      "encounters",
      {},
      { limit: 500, place: null },
    );
    const known = data.find(({ links }) => links.some(({ remoteId }) => remoteId === visit));
    expect(known?.data).toMatchObject({ appointmentIds: [id] });
  });

  it("brings along what was changed there before it was seen", async () => {
    await changeThere(id, (held) => ({
      ...held,
      start: "2026-06-03T09:00:00Z",
      end: "2026-06-03T09:30:00Z",
    }));
    expect((await pull()).counts).toMatchObject({ added: 0, changed: 1, conflicted: 0 });
    expect((await known(id)).data).toMatchObject({
      startAt: "2026-06-03T09:00:00Z",
      serviceTypes: [{ display: "Eye exam" }],
    });
  });

  it("is changed there as it was here meanwhile", async () => {
    await charts.change("appointments", id);
    const types = await charts.during(async () => {
      expect((await sync()).counts).toMatchObject({ added: 0, changed: 1, conflicted: 0, failed: 0 });
    });
    expect(types).toEqual(["SIU^S13"]);
    expect(await charts.bearing("appointments", id)).toMatchObject([{ start: "2026-06-02T09:00:00.000Z" }]);
    expect(await count()).toBe(records);
  });

  it("stays deleted where it was deleted here", async () => {
    await charts.remove("appointments", id);
    expect(await charts.during(sync)).toEqual(["SIU^S17"]);
    expect((await sync()).counts).toMatchObject({ added: 0, changed: 0, deleted: 0, conflicted: 0 });
    expect(await count()).toBe(records - 1);
  });

  it("is neither deleted nor told again where it is never shown", async () => {
    const unseen = await charts.create("appointments");
    await charts.vendor.fault({ kind: "unfiled", count: 1, path: "SIU" });
    await charts.push();
    const types = await charts.during(async () => {
      expect((await sync()).counts).toMatchObject({ added: 0, deleted: 0, failed: 0 });
    });
    expect(types).toEqual([]);
    expect((await known(unseen)).deletedAt).toBeNull();
  });

  it("is a person's to decide where both sides moved it", async () => {
    await changeThere(id, (held) => ({ ...held, start: "2026-06-03T09:00:00Z" }));
    await charts.change("appointments", id);
    expect(await charts.during(sync)).toEqual([]);
    const { data } = await listConflicts(charts.connection.actor, { status: "OPEN" }, 10, null);
    expect(data).toEqual([expect.objectContaining({ recordId: id })]);
  });
});

describe.each(["meditech", "athenahealth"])("what %s perhaps heard of", (connectorId) => {
  beforeAll(async () => {
    charts = await ChartBed.open(bed, connectorId);
  });

  it("is no second record where a pull brings it before anybody looks", async () => {
    const id = await charts.create("appointments");
    const records = await count();
    await charts.vendor.fault({ kind: "drop", count: 1, path: "SIU" });
    const { length } = await charts.heard();
    const job = await bed.start(charts.connection, { mode: "FULL", direction: "OUTBOUND" });
    await waitFor(async () => (await charts.heard()).length > length, { timeoutMs: 10_000 });
    await cancelSyncJob(charts.connection.actor, job.id);
    expect(await bed.untilEnded(job)).toMatchObject({ status: "CANCELLED" });
    expect((await pull()).counts).toMatchObject({ added: 0, conflicted: 0, failed: 0 });
    expect(await count()).toBe(records);
    expect(await charts.during(sync)).toEqual([]);
    expect(await charts.bearing("appointments", id)).toHaveLength(1);
  });
});
