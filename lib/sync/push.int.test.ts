import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { listAudit } from "@/lib/audit";
import { listConflicts } from "@/lib/conflicts";
import { heartRate } from "@/lib/connectors/epic/testing/resources";
import { changeMapping } from "@/lib/integrations";
import { mappingRequestSchema } from "@/lib/mapping/schema";
import { listMessages, readMessage } from "@/lib/messages";
import { changeRecord, createRecord, deleteRecord, listRecords, type RecordEntity } from "@/lib/records";
import type { RecordView } from "@/lib/records/view";
import { waitFor } from "@/scripts/services/wait-for";
import { decideConflict } from ".";
import type { Connection } from "./testing/connection";
import { heartRateHere } from "./testing/history-world";
import { SyncBed } from "./testing/testbed";

let bed: SyncBed;
let connection: Connection;
beforeAll(async () => {
  bed = await SyncBed.open({ sandbox: { patients: 8 } });
  bed.startWorker();
});
afterAll(() => bed.close());
beforeEach(async () => {
  connection = await bed.connect({ direction: "bidirectional" });
  expect(await bed.run(connection, { direction: "INBOUND" })).toMatchObject({ status: "COMPLETED" });
});
afterEach(() => bed.vendor.clearFaults());

const pull = () => bed.run(connection, { direction: "INBOUND", mode: "FULL" });
const push = (more: object = {}) => bed.run(connection, { direction: "OUTBOUND", ...more });

async function recordsOf(entity: RecordEntity): Promise<RecordView[]> {
  return (await listRecords(connection.actor, entity, {}, { limit: 1_000, place: null })).data;
}

const vendorIdOf = async (recordId: string): Promise<string | undefined> => {
  const { rows } = await bed.owner.query(
    "select remote_id from sync_links where record_id = $1 and integration_id = $2",
    [recordId, connection.integrationId],
  );
  return rows[0]?.remote_id;
};

async function atVendor(type: string, recordId: string) {
  const remoteId = await vendorIdOf(recordId);
  return (await bed.vendor.held(type)).find(({ id }) => id === remoteId);
}

/** A vital sign, the only kind of observation that Epic lets others write. */
async function vitalSign(): Promise<RecordView> {
  const all = await recordsOf("observations");
  const found = all.find(({ data }) => Array.isArray(data.category) && data.category.includes("vital-signs"));
  if (!found) throw new Error("The simulated site has no vital sign");
  return found;
}

function change(record: RecordView, patch: object): Promise<RecordView> {
  const entity = record.entity === "patients" ? "patients" : "observations";
  return changeRecord(connection.actor, entity, record.id, { patch, ifMatch: `"${record.version}"` });
}

const newPatient = (lastName: string) => ({
  names: [{ use: "official", family: lastName, given: ["Ada"] }],
  dateOfBirth: "1990-02-03",
  gender: "female",
});

async function errorsOf(job: { id: string }) {
  return bed.errors({ connection, id: job.id });
}

describe("a change made here", () => {
  it("stands among the messages as it went out, with the vendor's answer, and without our token", async () => {
    const patient = await createRecord(connection.actor, "patients", newPatient("Okonkwo"));
    expect(await push()).toMatchObject({ status: "COMPLETED" });
    const filter = { kind: "fhir", direction: "out", patientId: patient.id } as const;
    const { data } = await listMessages(connection.actor, filter, 10, null);
    expect(data).toMatchObject([{ type: "Patient.create", processing: "PROCESSED", ack: { code: "201" } }]);
    const message = await readMessage(connection.actor, data[0]?.id ?? "");
    expect(message).toMatchObject({
      integrationId: connection.integrationId,
      parsed: { resourceType: "Patient", name: [{ family: "Okonkwo" }] },
      records: [{ entity: "patients", recordId: patient.id }],
    });
    expect(JSON.stringify(message)).not.toContain("Bearer");
    const sent = await listAudit(connection.actor, { action: "records.sent" }, { limit: 10 });
    expect(sent.data.map(({ target }) => target)).toMatchObject([
      { entity: "patients", recordId: patient.id, integrationId: connection.integrationId, version: 1 },
    ]);
  });

  it("reaches the vendor, leaves alone what it does not say, and does not come back", async () => {
    const record = await vitalSign();
    const before = await atVendor("Observation", record.id);
    await change(record, { note: "Measured while sitting." });

    expect(await push()).toMatchObject({ status: "COMPLETED", counts: { changed: 1, added: 0, failed: 0 } });
    expect(await atVendor("Observation", record.id)).toEqual({
      ...before,
      note: [{ text: "Measured while sitting." }],
    });

    expect((await push()).counts).toMatchObject({ changed: 0, unchanged: 0 });
    expect((await pull()).counts).toMatchObject({ changed: 0, conflicted: 0 });
    const after = (await recordsOf("observations")).find(({ id }) => id === record.id);
    expect(after?.version).toBe(record.version + 1);
  });

  it("goes back through the field mapping it came by, and nothing else does", async () => {
    const prefixed = { kind: "function", name: "add_prefix", args: { text: "Note: " } };
    const mapping = [
      { localField: "note", remoteField: "note[0].text", transform: prefixed },
      { localField: "status", remoteField: "status", transform: "uppercase" },
    ];
    const request = mappingRequestSchema.parse({ fieldMappings: mapping });
    await changeMapping(connection.actor, connection.integrationId, "observations", request);
    await bed.run(connection, { mode: "FULL" });
    const record = await vitalSign();
    expect(record.data).toMatchObject({ status: "FINAL" });
    const before = await atVendor("Observation", record.id);
    await change(record, { note: "Note: Measured while standing." });

    expect((await push()).counts).toMatchObject({ changed: 1, failed: 0 });
    expect(await atVendor("Observation", record.id)).toEqual({
      ...before,
      note: [{ text: "Measured while standing." }],
    });
    expect((await bed.run(connection, { mode: "FULL" })).counts).toMatchObject({ changed: 0, conflicted: 0 });
  });

  it("goes out with a run of both directions, after what came in", async () => {
    const record = await vitalSign();
    const remoteId = (await vendorIdOf(record.id)) ?? "";
    const held = await atVendor("Observation", record.id);
    await change(record, { note: "From here." });
    await bed.vendor.change("Observation", remoteId, { ...held, status: "amended" });

    const job = await bed.run(connection, { direction: "BIDIRECTIONAL", mode: "FULL" });
    expect(job).toMatchObject({ status: "COMPLETED", counts: { conflicted: 0, failed: 0 } });
    expect(await atVendor("Observation", record.id)).toMatchObject({
      status: "amended",
      note: [{ text: "From here." }],
    });
    const after = (await recordsOf("observations")).find(({ id }) => id === record.id);
    expect(after?.data).toMatchObject({ status: "amended", note: "From here." });
  });

  it("is laid over what the vendor changed elsewhere since", async () => {
    const record = await vitalSign();
    const held = await atVendor("Observation", record.id);
    await bed.vendor.change("Observation", held?.id ?? "", { ...held, status: "amended" });
    await change(record, { note: "From here." });
    await push();
    expect(await atVendor("Observation", record.id)).toMatchObject({
      status: "amended",
      note: [{ text: "From here." }],
    });
  });

  it("waits for a person where the vendor changed the same, and then alone", async () => {
    const all = await recordsOf("observations");
    const vitals = all.filter(
      ({ data }) => Array.isArray(data.category) && data.category.includes("vital-signs"),
    );
    const [contested, free] = vitals;
    if (!contested || !free) throw new Error("The simulated site has too few vital signs");
    const held = await atVendor("Observation", contested.id);
    await bed.vendor.change("Observation", held?.id ?? "", { ...held, status: "corrected" });
    await change(contested, { status: "entered-in-error" });
    await change(free, { note: "Not contested." });

    expect(await push()).toMatchObject({ status: "COMPLETED", counts: { conflicted: 1, changed: 1 } });
    expect(await atVendor("Observation", contested.id)).toMatchObject({ status: "corrected" });
    const open = await listConflicts(connection.actor, { status: "OPEN" }, 10, null);
    expect(open.data).toMatchObject([{ recordId: contested.id, fields: [{ path: "status" }] }]);
    expect((await push()).counts).toMatchObject({ conflicted: 0, changed: 0 });
  });

  it("goes as a message where Epic takes no such change over FHIR", async () => {
    const [patient] = await recordsOf("patients");
    if (!patient) throw new Error("no patient");
    await change(patient, { phone: "555-0100" });
    const job = await push();
    expect(job.counts).toMatchObject({ skipped: 0, changed: 1, failed: 0 });
    expect(JSON.stringify(await atVendor("Patient", patient.id))).toContain("555-0100");
  });

  it("is not pushed when it was deleted here, which Epic does not take", async () => {
    const record = await vitalSign();
    await deleteRecord(connection.actor, "observations", record.id, `"${record.version}"`);
    expect((await push()).counts).toMatchObject({ skipped: 1 });
    expect(await atVendor("Observation", record.id)).toBeDefined();
  });

  it("is refused alone, with what to do, and left in peace until it changes", async () => {
    const [patient] = await recordsOf("patients");
    const odd = {
      ...heartRateHere(patient?.id ?? "", 70),
      code: { system: "http://loinc.org", code: "99999-9" },
    };
    const record = await createRecord(connection.actor, "observations", odd);
    await createRecord(connection.actor, "observations", heartRateHere(patient?.id ?? "", 71));
    const job = await push();
    expect(job.counts).toMatchObject({ failed: 1, added: 1 });
    expect(await errorsOf(job)).toMatchObject([
      { stage: "push", code: "epic_flowsheet_missing", recordId: record.id },
    ]);
    expect((await push()).counts).toMatchObject({ failed: 0, added: 0 });
    expect((await push({ mode: "FULL" })).counts).toMatchObject({ failed: 1 });
  });
});

describe("a decision about a conflict", () => {
  async function openConflict() {
    const record = await vitalSign();
    const held = await atVendor("Observation", record.id);
    const free = ["final", "amended", "corrected"].filter((status) => status !== held?.status);
    const [ours, theirs] = free;
    await bed.vendor.change("Observation", held?.id ?? "", { ...held, status: theirs });
    await change(record, { status: ours });
    await pull();
    const { data } = await listConflicts(connection.actor, { recordId: record.id }, 1, null);
    return { record, conflict: data[0]?.id ?? "", ours };
  }

  it("is pushed, and never comes back as a new one", async () => {
    const { record, conflict, ours } = await openConflict();
    const decision = { strategy: "USE_LOCAL", reason: "Seen in the chart.", fields: {} } as const;
    const decided = await decideConflict(connection.actor, conflict, decision);
    const job = await bed.untilEnded({ connection, id: decided.pushJobId ?? "" });
    expect(job).toMatchObject({ status: "COMPLETED", trigger: "conflict", counts: { changed: 1 } });
    expect(await atVendor("Observation", record.id)).toMatchObject({ status: ours });
    expect((await pull()).counts).toMatchObject({ changed: 0, conflicted: 0 });
  });

  it("asks for no push when the vendor's side was taken", async () => {
    const { conflict } = await openConflict();
    const decision = { strategy: "USE_REMOTE", fields: {} } as const;
    expect(await decideConflict(connection.actor, conflict, decision)).toMatchObject({ pushJobId: null });
    expect((await push()).counts).toMatchObject({ changed: 0 });
  });
});

it("ends a conflict when the vendor takes its change back, and then pushes ours", async () => {
  const record = await vitalSign();
  const held = await atVendor("Observation", record.id);
  const [ours, theirs] = ["final", "amended", "corrected"].filter((status) => status !== held?.status);
  await bed.vendor.change("Observation", held?.id ?? "", { ...held, status: theirs });
  await change(record, { status: ours });
  expect((await pull()).counts).toMatchObject({ conflicted: 1 });
  await bed.vendor.change("Observation", held?.id ?? "", { ...held });
  const job = await bed.run(connection, { direction: "BIDIRECTIONAL", mode: "FULL" });
  expect(job.counts).toMatchObject({ conflicted: 0, changed: 1 });
  expect(await atVendor("Observation", record.id)).toMatchObject({ status: ours });
});

describe("a record made here", () => {
  it("is made at the vendor with what belongs to it, and is not taken in again", async () => {
    const patient = await createRecord(connection.actor, "patients", newPatient("Lovelace"));
    const observation = await createRecord(connection.actor, "observations", heartRateHere(patient.id, 66));

    expect((await push()).counts).toMatchObject({ added: 2, failed: 0 });
    const remotePatient = await atVendor("Patient", patient.id);
    expect(remotePatient).toMatchObject({ birthDate: "1990-02-03" });
    expect(await atVendor("Observation", observation.id)).toMatchObject({
      subject: { reference: `Patient/${remotePatient?.id}` },
      valueQuantity: { value: 66 },
    });

    const records = (await recordsOf("patients")).length;
    const again = await bed.run(connection, { direction: "BIDIRECTIONAL", mode: "FULL" });
    expect(again.counts).toMatchObject({ added: 0, changed: 0, conflicted: 0, deleted: 0 });
    expect((await recordsOf("patients")).length).toBe(records);
  });

  it("is not made twice when the vendor's answer was lost", async () => {
    const [patient] = await recordsOf("patients");
    await createRecord(connection.actor, "observations", heartRateHere(patient?.id ?? "", 72));
    const before = (await bed.vendor.held("Observation")).length;
    await bed.vendor.fault({ kind: "drop", count: 1, method: "POST", path: "/Observation" });
    const job = await bed.start(connection, { direction: "OUTBOUND" });
    await waitFor(async () => (await bed.vendor.played()) > 0, { timeoutMs: 30_000 });
    expect(await bed.untilEnded(job)).toMatchObject({ status: "COMPLETED", counts: { added: 1 } });
    expect((await bed.vendor.held("Observation")).length).toBe(before + 1);
  });
});

it("makes each record once at a vendor so slow that a page is not sent in one go", async () => {
  const [patient] = await recordsOf("patients");
  const before = (await bed.vendor.held("Observation")).length;
  for (let value = 101; value <= 140; value++) {
    await createRecord(connection.actor, "observations", heartRateHere(patient?.id ?? "", value));
  }
  await bed.vendor.fault({ kind: "latency", ms: 500, method: "POST", path: "/Observation" });
  expect(await push()).toMatchObject({ status: "COMPLETED", counts: { added: 40, failed: 0 } });
  expect((await bed.vendor.held("Observation")).length).toBe(before + 40);
});

describe("a create whose answer was lost", () => {
  async function seen(value: number) {
    const held = await bed.vendor.held("Observation");
    return held.filter(({ valueQuantity }) => Object(valueQuantity).value === value);
  }

  /** A heart rate made here that a lost call has made there. */
  async function madeUnheard(value: number): Promise<RecordView> {
    const [owner] = await recordsOf("patients");
    const record = await createRecord(
      connection.actor,
      "observations",
      heartRateHere(owner?.id ?? "", value),
    );
    await bed.vendor.add("Observation", heartRate((await vendorIdOf(owner?.id ?? "")) ?? "", value));
    await bed.owner.query(
      `insert into outbound_changes (integration_id, record_id, organization_id, entity, sending_at, sending_version)
       values ($1, $2, $3, 'observations', now() - interval '1 hour', 1)`,
      [connection.integrationId, record.id, connection.organizationId],
    );
    return record;
  }

  it("is found by what was sent, though the record was deleted here since, and does not come back", async () => {
    const record = await madeUnheard(821);
    await deleteRecord(connection.actor, "observations", record.id, `"${record.version}"`);
    expect((await push()).counts).toMatchObject({ added: 1, failed: 0 });
    expect(await vendorIdOf(record.id)).toBeDefined();
    expect((await pull()).counts).toMatchObject({ added: 0, conflicted: 0 });
    expect((await recordsOf("observations")).some(({ data }) => data.value === 821)).toBe(false);
  });

  it("is found by what was sent, though the record has changed here since", async () => {
    const record = await madeUnheard(811);
    await change(record, { value: 812 });
    expect((await push()).counts).toMatchObject({ added: 1, failed: 0 });
    await push();
    expect([(await seen(811)).length, (await seen(812)).length]).toEqual([0, 1]);
  });

  it("is not sent again when the vendor let us in no more to read it back", async () => {
    const [owner] = await recordsOf("patients");
    await createRecord(connection.actor, "observations", heartRateHere(owner?.id ?? "", 813));
    await bed.vendor.fault({ kind: "status", status: 401, method: "GET", path: "/Observation/", count: 2 });
    expect(await push()).toMatchObject({ status: "COMPLETED", counts: { added: 1, failed: 0 } });
    expect(await seen(813)).toHaveLength(1);
  });
});

it("pushes one patient with what belongs to them when asked for", async () => {
  const one = await createRecord(connection.actor, "patients", newPatient("Noether"));
  const other = await createRecord(connection.actor, "patients", newPatient("Hopper"));
  await createRecord(connection.actor, "observations", heartRateHere(one.id, 60));
  await createRecord(connection.actor, "observations", heartRateHere(other.id, 61));
  expect((await push({ type: "PATIENT_SYNC", patientId: one.id })).counts).toMatchObject({ added: 2 });
  expect(await vendorIdOf(other.id)).toBeUndefined();
});
