/** Whole runs with Oracle Health, whose exports and searches tell what changed, and which is written by patches. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { cerner } from "@/lib/connectors/cerner";
import { heartRate, patient } from "@/lib/connectors/cerner/testing/resources";
import type { Entity } from "@/lib/connectors/contract";
import type { SimulatedVendor } from "@/lib/connectors/testing/simulated-vendor";
import { updateIntegration } from "@/lib/integrations";
import { changeRecord, listRecords } from "@/lib/records";
import type { Connection } from "./testing/connection";
import { SyncBed } from "./testing/testbed";

const ports = Object.values(cerner.entities);
const entities: Entity[] = ports.map(({ entity }) => entity);

let bed: SyncBed;
let vendor: SimulatedVendor;
let connection: Connection;
beforeAll(async () => {
  bed = await SyncBed.open({ sandbox: { patients: 8 } });
  vendor = bed.vendorOf("cerner");
  bed.startWorker();
  connection = await bed.connect({ connector: "cerner", entities });
});
afterAll(() => bed.close());

const queries = async (path: string) =>
  (await vendor.requests()).flatMap((heard) => (heard.path.endsWith(path) ? [heard.query] : []));

it("takes in every record of its nine entities, also after a run for one patient", async () => {
  const held = await Promise.all(ports.map(({ remoteEntity }) => vendor.held(remoteEntity)));
  const [someone] = await vendor.held("Patient");
  const one = await bed.run(connection, { type: "PATIENT_SYNC", remotePatientId: someone?.id });
  const job = await bed.run(connection);
  expect(job).toMatchObject({ mode: "FULL", status: "COMPLETED", counts: { failed: 0, conflicted: 0 } });
  expect(one.counts.added).toBeGreaterThan(1);
  expect(one.counts.added + job.counts.added).toBe(held.flat().length);
  expect(entities).toHaveLength(9);
});

it("asks the next time only for what changed since, by the vendor's clock", async () => {
  const [someone] = await vendor.held("Patient");
  await vendor.add("Observation", heartRate(someone?.id ?? "", 72));
  await vendor.add("Patient", patient("Newcomer"));
  const job = await bed.run(connection);
  expect(job).toMatchObject({
    mode: "INCREMENTAL",
    status: "COMPLETED",
    counts: { added: 2, changed: 0, deleted: 0, unchanged: 0, failed: 0 },
  });
  expect((await queries("$export")).at(-1)).toContain("_since=");
});

it("reads everything of another group, whatever was read of the one before", async () => {
  const { actor, integrationId } = connection;
  const { groupId = "" } = await vendor.credentials();
  await updateIntegration(actor, integrationId, { credentials: { groupId: "another" } });
  await updateIntegration(actor, integrationId, { credentials: { groupId } });
  expect(await bed.run(connection)).toMatchObject({ mode: "FULL", counts: { added: 0, failed: 0 } });
});

it("reads without a group what changed in the charts of the patients it knows", async () => {
  const { actor, integrationId } = connection;
  await updateIntegration(actor, integrationId, { credentials: { groupId: null } });
  expect(await bed.run(connection)).toMatchObject({
    mode: "FULL",
    status: "COMPLETED",
    counts: { failed: 0 },
  });
  const [someone] = await vendor.held("Patient");
  await vendor.add("Observation", heartRate(someone?.id ?? "", 81));
  const job = await bed.run(connection);
  expect(job).toMatchObject({ mode: "INCREMENTAL", status: "COMPLETED", counts: { added: 1, failed: 0 } });
  expect((await queries("/Observation")).at(-1)).toContain("_lastUpdated=ge");
});

it("writes a patient's new name and phone number as a patch, and what can not be written is told", async () => {
  const id = await vendor.add("Patient", patient("Mover"));
  const own = await bed.connect({ connector: "cerner", entities: ["patients"], direction: "bidirectional" });
  await bed.run(own, { direction: "INBOUND" });
  const mover = async () => {
    const { data } = await listRecords(own.actor, "patients", { q: "Mover" }, { limit: 1, place: null });
    if (!data[0]) throw new Error("nobody is called Mover");
    return data[0];
  };
  const change = async (patch: object) => {
    const { id: recordId, version } = await mover();
    await changeRecord(own.actor, "patients", recordId, { patch, ifMatch: `"${version}"` });
    return bed.run(own, { direction: "OUTBOUND" });
  };
  const sent = await change({ firstName: "Grace", phone: "608-555-0199" });
  expect(sent).toMatchObject({ status: "COMPLETED", counts: { changed: 1, failed: 0, conflicted: 0 } });
  expect((await vendor.held("Patient")).find((held) => held.id === id)).toMatchObject({
    meta: { versionId: "1" },
    name: [{ id: "CI-PN-1", family: "Mover", given: ["Grace"] }],
    telecom: [{ id: "CI-PH-1", value: "608-555-0199" }, { value: "ada@example.org" }],
  });
  const notOffered = { code: "not_supported_by_vendor", stage: "push" };
  const left = await change({ active: false });
  expect(left.counts).toMatchObject({ changed: 0, skipped: 1, failed: 0 });
  expect(await bed.errors({ connection: own, id: left.id })).toMatchObject([notOffered]);
  const partly = await change({ phone: "608-555-0198" });
  expect(partly.counts).toMatchObject({ changed: 1, skipped: 0, failed: 0 });
  expect(await bed.errors({ connection: own, id: partly.id })).toMatchObject([notOffered]);
  expect((await vendor.held("Patient")).find((held) => held.id === id)).toMatchObject({
    telecom: [{ value: "608-555-0198" }, { value: "ada@example.org" }],
  });
  // Both sides keep their own: a later pull takes that for no change.
  expect((await bed.run(own, { direction: "INBOUND" })).counts).toMatchObject({ changed: 0, conflicted: 0 });
  expect((await mover()).data).toMatchObject({ active: false, phone: "608-555-0198" });
});
