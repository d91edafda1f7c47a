/** Appointments at vendors that take messages about them and show none. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createRecord, listRecords } from "@/lib/records";
import { waitFor } from "@/scripts/services/wait-for";
import { ChartBed, type Data, samples } from "./testing/chart-bed";
import { SyncBed } from "./testing/testbed";

let bed: SyncBed;
beforeAll(async () => {
  bed = await SyncBed.open({ sandbox: { patients: 2 } });
  bed.startWorker();
});
afterAll(() => bed.close());

/** A bed of one vendor, what is done there, and what it has then. */
function openCharts(connectorId: string) {
  let charts: ChartBed;
  beforeAll(async () => {
    charts = await ChartBed.open(bed, connectorId);
  });
  afterEach(() => charts.vendor.clearFaults());
  return {
    get charts() {
      return charts;
    },
    /** What the vendor has under the number of a record. */
    held: (id: string) => charts.bearing("appointments", id),
    /** A record of which it has heard. */
    async known(data?: Data) {
      const id = await charts.create("appointments", data);
      expect((await charts.push()).counts).toMatchObject({ added: 1, failed: 0 });
      return id;
    },
    /** What it hears of by a sync of both ways. */
    heard: () =>
      charts.during(async () => {
        const job = await bed.run(charts.connection, { mode: "FULL", direction: "BIDIRECTIONAL" });
        expect(job).toMatchObject({ status: "COMPLETED", counts: { added: 0, failed: 0, conflicted: 0 } });
      }),
  };
}

const moved: Data = { startAt: "2026-06-02T10:00:00.000Z", endAt: null };

describe.each(["veradigm", "nextgen", "eclinicalworks"])("%s", (connectorId) => {
  const at = openCharts(connectorId);

  it("hears what becomes of an appointment, each change once", async () => {
    const id = await at.known();
    const changes: [type: string, patch: Data, shown: Data][] = [
      ["SIU^S13", moved, { start: "2026-06-02T10:00:00.000Z" }],
      ["SIU^S14", { comment: "Brings glasses" }, { comment: "Brings glasses" }],
      ["SIU^S15", { status: "cancelled" }, { status: "cancelled" }],
    ];
    for (const [type, patch, shown] of changes) {
      await at.charts.change("appointments", id, patch);
      expect(await at.heard()).toEqual([type]);
      expect(await at.held(id)).toMatchObject([shown]);
    }
    expect(await at.heard()).toEqual([]);
  });

  it("hears of a deletion", async () => {
    const id = await at.known();
    await at.charts.remove("appointments", id);
    expect(await at.heard()).toEqual(["SIU^S17"]);
    expect(await at.held(id)).toMatchObject([{ status: "entered-in-error" }]);
  });

  it("hears who takes part no more, and who does instead", async () => {
    const ids = await Promise.all([0, 1].map((place) => at.charts.pulled("practitioners", place)));
    const [first, second] = ids.map((practitionerId) => [{ practitionerId, status: "accepted" }]);
    const id = await at.known({ participants: first });
    const before = await at.held(id);
    await at.charts.change("appointments", id, { participants: second });
    expect(await at.heard()).toEqual(["SIU^S14"]);
    const practitionersIn = (held: unknown) =>
      [...JSON.stringify(held).matchAll(/Practitioner\/([^"]+)/g)].map(([, one]) => one);
    const after = practitionersIn(await at.held(id));
    expect(after).toHaveLength(1);
    expect(after).not.toEqual(practitionersIn(before));
  });

  it("is not asked for appointments", async () => {
    const id = await at.known();
    const { connection } = at.charts;
    const asked = bed.start(connection, { type: "APPOINTMENT_SYNC", direction: "INBOUND" });
    await expect(asked).rejects.toMatchObject({ code: "direction_not_supported" });
    const job = await bed.run(connection, { type: "APPOINTMENT_SYNC", direction: "BIDIRECTIONAL" });
    expect(job).toMatchObject({ status: "COMPLETED", mode: "INCREMENTAL", counts: { deleted: 0 } });
    expect(await at.held(id)).toHaveLength(1);
  });
});

// NextGen refuses a booking that it has, Veradigm takes it for a change.
describe.each(["veradigm", "nextgen"])("where an answer of %s is lost", (connectorId) => {
  const at = openCharts(connectorId);

  /** Changes something while nobody knows whether a message was heard; answers what was sent until the job ended. */
  async function inDoubt(change: () => Promise<void>): Promise<string[]> {
    const { charts } = at;
    await charts.vendor.fault({ kind: "drop", count: 1, path: "SIU" });
    const { length } = await charts.heard();
    return charts.during(async () => {
      const job = await bed.start(charts.connection, { mode: "FULL", direction: "OUTBOUND" });
      await waitFor(async () => (await charts.heard()).length > length, { timeoutMs: 10_000 });
      await change();
      expect(await bed.untilEnded(job)).toMatchObject({ status: "COMPLETED", counts: { failed: 0 } });
    });
  }

  it("it hears again what it perhaps heard, before it hears what came after, and has it once", async () => {
    const id = await at.charts.create("appointments");
    const types = await inDoubt(() => at.charts.change("appointments", id, moved));
    expect(types).toEqual(["SIU^S12", "SIU^S12", "SIU^S13"]);
    expect(await at.held(id)).toMatchObject([{ start: "2026-06-02T10:00:00.000Z" }]);
    const comment = "Brings glasses";
    await at.charts.change("appointments", id, { status: "pending" });
    expect(await inDoubt(() => at.charts.change("appointments", id, { comment }))).toEqual([
      "SIU^S14",
      "SIU^S14",
      "SIU^S14",
    ]);
    expect(await at.held(id)).toMatchObject([{ status: "pending", comment }]);
    expect(await at.heard()).toEqual([]);
  });

  it.each([
    ["hears of the end of what it perhaps heard of", [], [{ status: "entered-in-error" }]],
    ["may say that it has none where one ends", ["unfiled"], []],
  ] as const)("it %s", async (_, faults, held) => {
    const id = await at.charts.create("appointments");
    for (const kind of faults) await at.charts.vendor.fault({ kind, count: 1, path: "S12" });
    const types = await inDoubt(() => at.charts.remove("appointments", id));
    expect(types).toEqual(["SIU^S12", "SIU^S17"]);
    expect(await at.held(id)).toMatchObject(held);
    expect(await at.heard()).toEqual([]);
  });
});

describe("an appointment stays here", () => {
  const at = openCharts("veradigm");

  it("until the vendor knows its patient", async () => {
    const names = [{ use: "official", family: "Stranger", given: ["Sam"] }];
    const patient = await createRecord(at.charts.connection.actor, "patients", { names, gender: "male" });
    await at.charts.vendor.fault({ kind: "nack", count: 1, path: "A28" });
    const id = await at.charts.create("appointments", { patientId: patient.id });
    expect(await at.charts.during(() => at.charts.push())).toEqual(["ADT^A28"]);
    expect(await at.charts.during(() => at.charts.push())).toEqual(["ADT^A28", "SIU^S12"]);
    expect(await at.held(id)).toHaveLength(1);
  });

  it("where the site takes no messages, and people are told what to do", async () => {
    const connection = await bed.connect({
      connector: "veradigm",
      entities: ["patients", "appointments"],
      direction: "bidirectional",
      credentials: { hl7Address: "" },
    });
    await bed.run(connection, { mode: "FULL", direction: "INBOUND" });
    const { data } = await listRecords(connection.actor, "patients", {}, { limit: 1, place: null });
    await createRecord(connection.actor, "appointments", {
      patientId: data[0]?.id,
      ...samples.appointments.data,
    });
    const job = await bed.run(connection, { direction: "OUTBOUND" });
    expect(job.counts).toMatchObject({ skipped: 1, added: 0, failed: 0 });
    const [error] = await bed.errors({ connection, id: job.id });
    expect(error?.detail).toContain("add the HL7 v2 address");
  });
});

it("takes in nothing of what goes out alone", async () => {
  const connection = await bed.connect({
    connector: "veradigm",
    entities: ["patients", "observations"],
    direction: "bidirectional",
    outbound: ["observations"],
  });
  const job = await bed.run(connection, { mode: "FULL", direction: "BIDIRECTIONAL" });
  expect(job.status).toBe("COMPLETED");
  const counted = async (entity: "patients" | "observations") =>
    (await listRecords(connection.actor, entity, {}, { limit: 10, place: null })).data.length;
  expect([await counted("patients"), await counted("observations")]).toEqual([expect.any(Number), 0]);
});
