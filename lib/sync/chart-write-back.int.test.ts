/** Visits, appointments, results and documents that go to each vendor as HL7 v2 messages. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connectorById } from "@/lib/connectors/registry";
import { ChartBed, type ChartEntity, chartEntities, samples } from "./testing/chart-bed";
import { SyncBed } from "./testing/testbed";

let bed: SyncBed;
beforeAll(async () => {
  bed = await SyncBed.open({ sandbox: { patients: 2 } });
  bed.startWorker();
});
afterAll(() => bed.close());

/** What goes as which messages: when it is new, and when it changed, where the vendor's FHIR does not take that. */
type Ways = Partial<Record<ChartEntity, readonly string[]>>;
const everything = {
  encounters: ["ADT^A04", "ADT^A03"],
  appointments: ["SIU^S12", "SIU^S13"],
  observations: ["ORU^R01", "ORU^R01"],
  diagnostic_reports: ["ORU^R01", "ORU^R01"],
  documents: ["MDM^T02", "MDM^T08"],
} as const satisfies Ways;
const scheduling = { encounters: everything.encounters, appointments: everything.appointments };

describe.each<[string, Ways]>([
  ["meditech", everything],
  ["veradigm", everything],
  ["nextgen", everything],
  ["eclinicalworks", everything],
  ["athenahealth", everything],
  ["epic", { ...scheduling, diagnostic_reports: ["ORU^R01"] }],
  ["cerner", scheduling],
])("%s", (connectorId, ways) => {
  it("gets what is new and what changed, and agrees with what it then shows", async () => {
    const charts = await ChartBed.open(bed, connectorId);
    const entities = chartEntities.filter((entity) => ways[entity]);
    const ids = new Map<ChartEntity, string>();
    for (const entity of entities) ids.set(entity, await charts.create(entity));
    const news = await charts.during(async () => {
      const job = await charts.push();
      expect(await charts.errors(job)).toEqual([]);
      expect(job.counts).toMatchObject({ added: entities.length, failed: 0, skipped: 0 });
    });
    expect(news).toEqual(entities.flatMap((entity) => ways[entity]?.[0] ?? []));
    for (const [entity, id] of ids) await charts.change(entity, id);
    const changes = await charts.during(async () => {
      const job = await charts.push();
      expect(await charts.errors(job)).toEqual([]);
      expect(job.counts).toMatchObject({ changed: entities.length, failed: 0, skipped: 0 });
    });
    expect(changes).toEqual(entities.flatMap((entity) => ways[entity]?.[1] ?? []));
    for (const [entity, id] of ids) {
      const held = await charts.bearing(entity, id);
      const shown = held.map((one) => connectorById(connectorId)?.entities[entity]?.toLocal(one).data);
      expect([entity, shown]).toEqual([entity, [expect.objectContaining({})]]);
      expect(shown[0]).toMatchObject(samples[entity].patch);
    }
    const silence = await charts.during(async () => {
      const next = await bed.run(charts.connection, { mode: "FULL", direction: "BIDIRECTIONAL" });
      expect(next.counts).toMatchObject({ added: 0, changed: 0, conflicted: 0, failed: 0 });
    });
    expect(silence).toEqual([]);
  });
});

it("changes by messages what Oracle Health's FHIR interface only creates", async () => {
  const charts = await ChartBed.open(bed, "cerner");
  const category = [{ system: "http://terminology.hl7.org/CodeSystem/v2-0074", code: "OPH" }];
  const id = await charts.create("diagnostic_reports", { category, identifiers: [{ value: "R-7" }] });
  expect(await charts.during(() => charts.push())).toEqual([]);
  await charts.change("diagnostic_reports", id);
  expect(await charts.during(() => charts.push())).toEqual(["ORU^R01"]);
  expect(await charts.bearing("diagnostic_reports", "R-7")).toMatchObject([samples.diagnostic_reports.patch]);
});

it("changes appointments of athenahealth that bear a number", async () => {
  const charts = await ChartBed.open(bed, "athenahealth");
  const [held] = await charts.vendor.held("Appointment");
  const identifier = [{ system: "https://athenahealth.example", value: "A-7" }];
  await charts.vendor.change("Appointment", held?.id ?? "", { ...held, identifier });
  await bed.run(charts.connection, { mode: "FULL", direction: "INBOUND" });
  await charts.change("appointments", await charts.recordOf("appointments", "A-7"), { status: "noshow" });
  const types = await charts.during(async () => {
    expect((await charts.push()).counts).toMatchObject({ changed: 1, skipped: 0, failed: 0 });
  });
  expect(types).toEqual(["SIU^S26"]);
  expect(await charts.bearing("appointments", "A-7")).toMatchObject([{ status: "noshow" }]);
});
