/** What messages tell of visits, appointments, results and documents, at a vendor that takes nothing else. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { listConflicts } from "@/lib/conflicts";
import { createRecord } from "@/lib/records";
import { ChartBed, type ChartEntity, chartEntities, type Data } from "./testing/chart-bed";
import { SyncBed } from "./testing/testbed";

let bed: SyncBed;
beforeAll(async () => {
  bed = await SyncBed.open({ sandbox: { patients: 2 } });
  bed.startWorker();
});
afterEach(() => bed.vendor.clearFaults());
afterAll(() => bed.close());

const open = () => ChartBed.open(bed, "meditech");

describe("of a record that the vendor has", () => {
  /** All that it is sent has come to an end when the next test begins. */
  let charts: ChartBed;
  beforeAll(async () => {
    charts = await open();
  });

  async function changed(entity: ChartEntity, data: Data, patch: Data) {
    const id = await charts.create(entity, data);
    expect((await charts.push()).counts).toMatchObject({ added: 1, failed: 0 });
    await charts.change(entity, id, patch);
    const types = await charts.during(() => charts.push());
    const [held] = await charts.bearing(entity, id);
    return { types, held };
  }

  it.each([
    ["SIU^S15", { status: "cancelled", cancellationReason: { display: "Ill" } }, { status: "cancelled" }],
    ["SIU^S26", { status: "noshow" }, { status: "noshow" }],
    ["SIU^S17", { status: "entered-in-error" }, { status: "entered-in-error" }],
    ["SIU^S14", { comment: "Brings glasses" }, { status: "booked", comment: "Brings glasses" }],
  ])("%s tells what became of an appointment", async (type, patch, shown) => {
    expect(await changed("appointments", {}, patch)).toMatchObject({ types: [type], held: shown });
  });

  const planned = { status: "planned" };
  it.each([
    ["ADT^A38", planned, { status: "cancelled" }, { status: "cancelled" }],
    ["ADT^A01", { ...planned, class: { code: "IMP" } }, { status: "arrived" }, { status: "in-progress" }],
    ["ADT^A11", {}, { status: "entered-in-error" }, { status: "cancelled" }],
    ["ADT^A08", {}, { reasons: [{ display: "Headache" }] }, { reasonCode: [{ text: "Headache" }] }],
  ])("%s tells what became of a visit", async (type, data, patch, shown) => {
    expect(await changed("encounters", data, patch)).toMatchObject({ types: [type], held: shown });
  });

  it.each([
    ["MDM^T04", { documentStatus: "preliminary" }, { docStatus: "preliminary" }],
    ["MDM^T11", { status: "entered-in-error" }, { status: "entered-in-error" }],
  ])("%s tells what became of a document", async (type, patch, shown) => {
    expect(await changed("documents", {}, patch)).toMatchObject({ types: [type], held: shown });
  });

  it.each([
    ["observations", "entered-in-error"],
    // Table 0123 knows no mistakes.
    ["diagnostic_reports", "cancelled"],
  ] as const)("ORU^R01 takes back %s", async (entity, status) => {
    const taken = await changed(entity, {}, { status: "entered-in-error" });
    expect(taken).toMatchObject({ types: ["ORU^R01"], held: { status } });
  });
});

it("tells of deletions what the vendor has a word for, and once", async () => {
  const charts = await open();
  const ids = new Map<ChartEntity, string>();
  for (const entity of chartEntities) ids.set(entity, await charts.create(entity));
  await charts.push();
  for (const [entity, id] of ids) await charts.remove(entity, id);
  const types = await charts.during(async () => {
    const job = await charts.push();
    expect(await charts.errors(job)).toEqual([]);
    expect(job.counts).toMatchObject({ deleted: 5, changed: 0, failed: 0, skipped: 0 });
  });
  expect(types).toEqual(["ADT^A11", "SIU^S17", "ORU^R01", "ORU^R01", "MDM^T11"]);
  const shown = await Promise.all([...ids].map(([entity, id]) => charts.bearing(entity, id)));
  const error = "entered-in-error";
  expect(shown.flat().map(({ status }) => status)).toEqual(["cancelled", error, error, "cancelled", error]);
  const silence = await charts.during(async () => {
    const next = await bed.run(charts.connection, { mode: "FULL", direction: "BIDIRECTIONAL" });
    expect(next.counts).toMatchObject({ added: 0, changed: 0, deleted: 0, conflicted: 0, failed: 0 });
  });
  expect(silence).toEqual([]);
});

describe("on their way", () => {
  let charts: ChartBed;
  beforeAll(async () => {
    charts = await open();
  });

  it("go behind whom and what they name, and wait where that is refused", async () => {
    const names = [{ use: "official", family: "Firstcomer", given: ["Flo"] }];
    const patient = await createRecord(charts.connection.actor, "patients", { names, gender: "female" });
    const of = { patientId: patient.id };
    const encounterId = await charts.create("encounters", of);
    const resultId = await charts.create("observations", of);
    const reportId = await charts.create("diagnostic_reports", { ...of, encounterId, resultIds: [resultId] });
    await charts.vendor.fault({ kind: "nack", count: 1, path: "A28" });
    expect(await charts.during(() => charts.push())).toEqual(["ADT^A28"]);
    const types = await charts.during(async () => {
      expect((await charts.push()).counts).toMatchObject({ added: 4, failed: 0 });
    });
    expect(types).toEqual(["ADT^A28", "ADT^A04", "ORU^R01", "ORU^R01"]);
    const [visit] = await charts.bearing("encounters", encounterId);
    const [result] = await charts.bearing("observations", resultId);
    expect(await charts.bearing("diagnostic_reports", reportId)).toMatchObject([
      {
        subject: visit?.subject,
        encounter: { reference: `Encounter/${visit?.id}` },
        result: [{ reference: `Observation/${result?.id}` }],
      },
    ]);
  });

  it("are refused in words, and go with the next run", async () => {
    const id = await charts.create("appointments");
    await charts.vendor.fault({ kind: "nack", count: 1, path: "SIU" });
    expect(await charts.errors(await charts.push())).toEqual([
      expect.objectContaining({
        code: "message_refused",
        recordId: id,
        detail: expect.stringMatching(/^AE: /),
      }),
    ]);
    expect((await charts.push()).counts).toMatchObject({ added: 1, failed: 0 });
    expect(await charts.bearing("appointments", id)).toHaveLength(1);
  });

  it("are looked for before they are sent again where the answer was lost", async () => {
    const id = await charts.create("appointments");
    await charts.vendor.fault({ kind: "drop", count: 1, path: "SIU" });
    const types = await charts.during(async () => {
      expect(await charts.push()).toMatchObject({ status: "COMPLETED", counts: { failed: 0 } });
    });
    expect(types).toEqual(["SIU^S12"]);
    expect(await charts.bearing("appointments", id)).toHaveLength(1);
  });

  it("are sent once more where they were accepted and never filed", async () => {
    const id = await charts.create("documents");
    await charts.vendor.fault({ kind: "unfiled", count: 1, path: "MDM" });
    const types = await charts.during(async () => {
      expect((await charts.push()).counts).toMatchObject({ added: 1, failed: 0 });
    });
    expect(types).toEqual(["MDM^T02", "MDM^T02"]);
    expect(await charts.bearing("documents", id)).toHaveLength(1);
  });
});

describe("that the vendor has no place or no word for", () => {
  /** What a push says of the only record that it could not tell, and that it sent nothing. */
  async function saidOf(charts: ChartBed): Promise<unknown> {
    const jobs: Awaited<ReturnType<ChartBed["push"]>>[] = [];
    expect(await charts.during(async () => jobs.push(await charts.push()))).toEqual([]);
    const [job] = jobs;
    if (!job) throw new Error("Nothing was pushed");
    expect(job).toMatchObject({ status: "COMPLETED", counts: { added: 0, changed: 0, failed: 0 } });
    const [error, ...others] = await charts.errors(job);
    expect([error?.code, others]).toEqual(["not_supported_by_vendor", []]);
    return error?.detail;
  }

  it.each<[string, ChartEntity, Data, string]>([
    ["appointments that were called off at once", "appointments", { status: "cancelled" }, "called off"],
    ["new visits that are over", "encounters", { status: "finished" }, "is over"],
    ["new visits of no class", "encounters", { class: null }, "which class"],
  ])("stay here: %s", async (_, entity, data, words) => {
    const charts = await open();
    await charts.create(entity, data);
    expect(await saidOf(charts)).toContain(words);
  });

  it("stay here: changes of elements that no field of the message tells", async () => {
    const charts = await open();
    const id = await charts.create("appointments");
    await charts.push();
    await charts.change("appointments", id, { description: "By phone" });
    expect(await saidOf(charts)).toContain("no place for description");
  });

  it("stay here: changes of what bears no number", async () => {
    const charts = await open();
    await charts.change("appointments", await charts.pulled("appointments"));
    expect(await saidOf(charts)).toContain("no number");
  });
});

it("says of an accepted change that the vendor does not show it", async () => {
  const charts = await open();
  const id = await charts.create("appointments");
  await charts.push();
  await charts.change("appointments", id);
  await charts.vendor.fault({ kind: "unfiled", count: 1, path: "SIU" });
  const job = await charts.push();
  expect(job).toMatchObject({ status: "COMPLETED", counts: { changed: 1, failed: 0 } });
  expect(await charts.errors(job)).toEqual([
    expect.objectContaining({
      code: "not_supported_by_vendor",
      recordId: id,
      detail: expect.stringContaining("does not show it"),
    }),
  ]);
});

it("leaves to a person whether what changed at the vendor is to go there too", async () => {
  const charts = await open();
  const id = await charts.create("appointments");
  await charts.push();
  const [held] = await charts.bearing("appointments", id);
  await charts.vendor.change("Appointment", held?.id ?? "", { ...held, start: "2026-06-03T09:00:00Z" });
  await charts.remove("appointments", id);
  const types = await charts.during(async () => {
    expect((await charts.push()).counts).toMatchObject({ deleted: 0, conflicted: 1 });
  });
  expect(types).toEqual([]);
});

it("leaves to a person what the vendor says otherwise meanwhile", async () => {
  const charts = await open();
  const id = await charts.create("appointments");
  await charts.push();
  const [held] = await charts.bearing("appointments", id);
  await charts.vendor.change("Appointment", held?.id ?? "", { ...held, start: "2026-06-03T09:00:00Z" });
  await charts.change("appointments", id);
  const types = await charts.during(async () => {
    const job = await bed.run(charts.connection, { mode: "INCREMENTAL", direction: "BIDIRECTIONAL" });
    expect(job.counts).toMatchObject({ conflicted: 1 });
  });
  expect(types).toEqual([]);
  const { data } = await listConflicts(charts.connection.actor, { status: "OPEN" }, 10, null);
  expect(data).toEqual([expect.objectContaining({ recordId: id })]);
});
