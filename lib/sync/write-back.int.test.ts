/** Changes that go to vendors as HL7 v2 messages, because their FHIR interfaces take none. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { listConflicts } from "@/lib/conflicts";
import type { Held, SimulatedVendor } from "@/lib/connectors/testing/simulated-vendor";
import { listMessages } from "@/lib/messages";
import { changeRecord, createRecord, listRecords } from "@/lib/records";
import type { Connection } from "./testing/connection";
import { SyncBed } from "./testing/testbed";

let bed: SyncBed;
beforeAll(async () => {
  bed = await SyncBed.open({ sandbox: { patients: 3 } });
  bed.startWorker();
});
afterEach(() => bed.vendor.clearFaults());
afterAll(() => bed.close());

const nora = {
  names: [{ use: "official", family: "Quillfeather", given: ["Nora"] }],
  dateOfBirth: "1990-02-03",
  gender: "female",
  // Oracle Health takes no patient without a number.
  identifiers: [{ system: "urn:oid:2.16.840.1.113883.19.7", value: "Q-1990", type: "PI" }],
};

/** A connection that has read everything. */
async function connected(connector: string): Promise<Connection> {
  const connection = await bed.connect({ connector, entities: ["patients"], direction: "bidirectional" });
  await bed.run(connection, { mode: "FULL", direction: "INBOUND" });
  return connection;
}

const push = (connection: Connection) => bed.run(connection, { mode: "INCREMENTAL", direction: "OUTBOUND" });

async function firstPatient({ actor }: Connection) {
  const { data } = await listRecords(actor, "patients", {}, { limit: 100, place: null });
  const [patient] = data.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  if (!patient) throw new Error("Nothing was pulled");
  return patient;
}

async function rename(connection: Connection, family: string) {
  const { id, version, data } = await firstPatient(connection);
  // A text that says the old name would contradict the new one.
  const names = data.names as { family: string; text?: string }[];
  const patch = {
    names: names.map(({ text: _, ...name }, index) => (index === 0 ? { ...name, family } : name)),
  };
  await changeRecord(connection.actor, "patients", id, { patch, ifMatch: `"${version}"` });
}

/** The patients of a family name at the vendor. */
async function called(vendor: SimulatedVendor, family: string): Promise<Held[]> {
  return (await vendor.held("Patient")).filter((one) => JSON.stringify(one.name).includes(`"${family}"`));
}

const told = (vendor: SimulatedVendor) => vendor.calls("/hl7/");

const vendors = ["epic", "cerner", "athenahealth", "eclinicalworks", "meditech", "veradigm", "nextgen"];

describe.each(vendors)("%s", (connector) => {
  it("gets new patients and changes of known ones, and agrees with what it then shows", async () => {
    const vendor = bed.vendorOf(connector);
    const connection = await connected(connector);
    const family = `Quill${connector}`;
    await rename(connection, family);
    await createRecord(connection.actor, "patients", nora);
    const job = await push(connection);
    expect(await bed.errors({ connection, id: job.id })).toEqual([]);
    expect(job).toMatchObject({
      status: "COMPLETED",
      counts: { added: 1, changed: 1, failed: 0, skipped: 0 },
    });
    expect(await called(vendor, family)).toHaveLength(1);
    expect(await called(vendor, "Quillfeather")).toHaveLength(1);
    const calls = await told(vendor);
    const next = await bed.run(connection, { mode: "FULL", direction: "BIDIRECTIONAL" });
    expect(next).toMatchObject({
      status: "COMPLETED",
      counts: { added: 0, changed: 0, failed: 0, conflicted: 0 },
    });
    expect(await told(vendor)).toBe(calls);
  });
});

describe("at a vendor that takes messages alone", () => {
  const vendor = () => bed.vendorOf("nextgen");
  const patientsHere = async ({ actor }: Connection) =>
    (await listRecords(actor, "patients", {}, { limit: 100, place: null })).data;

  it("tells in words what the receiver refused, and sends it with the next run", async () => {
    const connection = await connected("nextgen");
    await rename(connection, "Refused");
    await vendor().fault({ kind: "nack", count: 1, path: "/hl7/" });
    const job = await push(connection);
    expect(job.counts).toMatchObject({ failed: 1, changed: 0 });
    const [error] = await bed.errors({ connection, id: job.id });
    expect(error).toMatchObject({
      code: "message_refused",
      title: "The receiver refused the message",
      detail: expect.stringMatching(/^AE: Application internal error\. .* message [0-9A-F]{20} /),
    });
    expect(JSON.stringify(error)).not.toContain("Refused,");
    const { data } = await listMessages(connection.actor, { direction: "out" }, 10, null);
    expect(data).toEqual([
      expect.objectContaining({
        type: "ADT^A31",
        integrationId: connection.integrationId,
        processing: "FAILED",
        ack: { code: "AE", state: "SENT", text: "Application internal error" },
      }),
    ]);
    const again = await bed.run(connection, { mode: "FULL", direction: "OUTBOUND" });
    expect(again).toMatchObject({ status: "COMPLETED", counts: { changed: 1, failed: 0 } });
    expect(await called(vendor(), "Refused")).toHaveLength(1);
  });

  it("sends nothing twice whose answer was lost, but looks for what came of it", async () => {
    const connection = await connected("nextgen");
    const names = [{ use: "official", family: "Silent", given: ["Sam"] }];
    await createRecord(connection.actor, "patients", { ...nora, names, identifiers: [] });
    await rename(connection, "Unanswered");
    const before = await told(vendor());
    await vendor().fault({ kind: "drop", count: 2, path: "/hl7/" });
    const job = await push(connection);
    expect(job).toMatchObject({ status: "COMPLETED", counts: { failed: 0 } });
    expect((await told(vendor())) - before).toBe(2);
    expect(await called(vendor(), "Silent")).toHaveLength(1);
    expect(await called(vendor(), "Unanswered")).toHaveLength(1);
    const next = await bed.run(connection, { mode: "FULL", direction: "BIDIRECTIONAL" });
    expect(next.counts).toMatchObject({ added: 0, changed: 0, conflicted: 0 });
    expect(
      (await patientsHere(connection)).filter(({ data }) => JSON.stringify(data).includes("Silent")),
    ).toHaveLength(1);
  });

  it("says of a change that was accepted and is not shown that the vendor does not show it", async () => {
    const connection = await connected("nextgen");
    await rename(connection, "Unfiled");
    await vendor().fault({ kind: "unfiled", count: 1, path: "/hl7/" });
    const job = await push(connection);
    expect(job).toMatchObject({ status: "COMPLETED", counts: { changed: 1, failed: 0 } });
    expect(await bed.errors({ connection, id: job.id })).toEqual([
      expect.objectContaining({
        code: "not_supported_by_vendor",
        detail: expect.stringContaining("does not show it"),
      }),
    ]);
    expect(await called(vendor(), "Unfiled")).toEqual([]);
  });

  it("leaves to a person what the vendor's next version says otherwise", async () => {
    const connection = await connected("nextgen");
    await rename(connection, "Agreed");
    await push(connection);
    const [held] = await called(vendor(), "Agreed");
    await vendor().change(
      "Patient",
      held?.id ?? "",
      JSON.parse(JSON.stringify(held).replaceAll("Agreed", "Theirs")),
    );
    await rename(connection, "Ours");
    const before = await told(vendor());
    const job = await bed.run(connection, { mode: "INCREMENTAL", direction: "BIDIRECTIONAL" });
    expect(job.counts).toMatchObject({ conflicted: 1 });
    const { data } = await listConflicts(connection.actor, { status: "OPEN" }, 10, null);
    expect(data).toHaveLength(1);
    expect(await told(vendor())).toBe(before);
    expect(await called(vendor(), "Theirs")).toHaveLength(1);
  });

  it("says of a new patient whom the vendor knows as another of ours that the two are probably one", async () => {
    const connection = await connected("nextgen");
    const twice = { ...nora, identifiers: [{ ...nora.identifiers[0], value: "Q-TWICE" }] };
    await createRecord(connection.actor, "patients", twice);
    expect((await push(connection)).counts).toMatchObject({ added: 1, failed: 0 });
    const { id } = await createRecord(connection.actor, "patients", twice);
    const job = await push(connection);
    expect(job).toMatchObject({ status: "COMPLETED", counts: { added: 0, failed: 1 } });
    expect(await bed.errors({ connection, id: job.id })).toEqual([
      expect.objectContaining({ code: "filed_as_another", recordId: id }),
    ]);
  });

  it("says what to set where no address is known, and keeps the change", async () => {
    const connection = await bed.connect({
      connector: "nextgen",
      entities: ["patients"],
      direction: "bidirectional",
      credentials: { hl7Address: "" },
    });
    await bed.run(connection, { mode: "FULL", direction: "INBOUND" });
    await rename(connection, "Kept");
    const job = await push(connection);
    expect(job).toMatchObject({ status: "COMPLETED", counts: { skipped: 1, failed: 0 } });
    expect(await bed.errors({ connection, id: job.id })).toEqual([
      expect.objectContaining({
        code: "not_supported_by_vendor",
        detail: expect.stringContaining("HL7 v2 address"),
      }),
    ]);
  });
});
