import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { listConflicts } from "@/lib/conflicts";
import { heartRate, patient } from "@/lib/connectors/epic/testing/resources";
import { createRecord, listRecords, type RecordEntity } from "@/lib/records";
import type { RecordView } from "@/lib/records/view";
import { decideConflict, decideMatch, listMatches, unlinkRecord } from "..";
import type { Connection } from "../testing/connection";
import { SyncBed } from "../testing/testbed";

const sitePatients = 4;
const family = "Marchetti";
const phone = { telecom: [{ system: "phone", value: "469-555-0170" }] };
const reason = "compared with the paper file";

let bed: SyncBed;
let connection: Connection;
let added: string[];
beforeAll(async () => {
  bed = await SyncBed.open({ sandbox: { patients: sitePatients } });
  bed.startWorker();
});
afterAll(() => bed.close());
beforeEach(async () => {
  connection = await bed.connect();
  added = [];
});
afterEach(async () => {
  for (const id of added) await bed.vendor.remove("Patient", id);
});

/** A patient whom only the vendor has; gone after the test, as all tests share the vendor. */
async function addThere(more: object): Promise<string> {
  const id = await bed.vendor.add("Patient", patient(family, more));
  added.push(id);
  return id;
}

const pull = (at = connection) => bed.run(at, { mode: "FULL" });

async function recordsOf(entity: RecordEntity, q?: string): Promise<RecordView[]> {
  return (await listRecords(connection.actor, entity, { q }, { limit: 200, place: null })).data;
}

/** A patient made here, as the vendor's `patient(family)` with `more`. */
function makeHere(more: object = {}): Promise<RecordView> {
  const names = [{ use: "official", family, given: ["Ada"] }];
  return createRecord(connection.actor, "patients", {
    names,
    gender: "female",
    dateOfBirth: "1990-02-03",
    ...more,
  });
}

async function openMatch() {
  const { data } = await listMatches(connection.actor, { status: "OPEN" }, 10, null);
  const [match, ...others] = data;
  if (!match || others.length > 0) throw new Error(`There are ${data.length} open matches.`);
  return match;
}

describe("a patient who is here under another link", () => {
  it("is found by an identifier, and nobody is made twice", async () => {
    await pull();
    const beside = await bed.connect({ beside: connection });
    expect((await pull(beside)).counts).toMatchObject({ failed: 0, skipped: 0, conflicted: 0 });
    const all = await recordsOf("patients");
    const known = all.filter(({ data }) => Array.isArray(data.identifiers) && data.identifiers.length > 0);
    expect(known.length).toBeGreaterThanOrEqual(sitePatients);
    expect(known.map(({ links }) => links.length)).toEqual(known.map(() => 2));
    // Nothing tells apart the people of whom the site has only a name.
    const nameless = all.filter((record) => !known.includes(record));
    expect(nameless.map(({ links }) => links.length)).toEqual(nameless.map(() => 1));
    expect((await pull(beside)).counts).toMatchObject({ added: 0, changed: 0, conflicted: 0, skipped: 0 });
  });

  it("is found though both systems bring it at the same moment", async () => {
    const beside = await bed.connect({ beside: connection });
    await Promise.all([pull(), pull(beside)]);
    const all = await recordsOf("patients");
    const known = all.filter(({ data }) => Array.isArray(data.identifiers) && data.identifiers.length > 0);
    expect(known.map(({ links }) => links.length)).toEqual(known.map(() => 2));
  });

  it("is linked when all that is known agrees; what one side leaves open is filled", async () => {
    const here = await makeHere({ telecoms: [{ system: "phone", value: "(469) 555-0170" }], language: "it" });
    await addThere({ ...phone, address: [{ city: "Garland" }] });
    await pull();
    const [record, ...others] = await recordsOf("patients", family);
    expect(others).toEqual([]);
    expect(record).toMatchObject({ id: here.id, data: { language: "it", address: { city: "Garland" } } });
  });

  it("opens a conflict where both sides say different things, and neither is overwritten", async () => {
    const birthPlace = { telecoms: [{ system: "phone", value: "469-555-0170" }], language: "it" };
    const here = await makeHere(birthPlace);
    const communication = [{ language: { coding: [{ code: "en" }] }, preferred: true }];
    await addThere({ ...phone, communication });
    expect((await pull()).counts).toMatchObject({ conflicted: 1 });
    const [conflict] = (await listConflicts(connection.actor, { status: "OPEN" }, 10, null)).data;
    expect(conflict).toMatchObject({ recordId: here.id, kind: "FIELD", fields: expect.any(Array) });
    expect(conflict?.fields.find(({ path }) => path === "language")).toMatchObject({
      base: null,
      local: "it",
      remote: "en",
    });
    await decideConflict(connection.actor, conflict?.id ?? "", {
      strategy: "USE_REMOTE",
      reason,
      fields: {},
    });
    expect((await recordsOf("patients", family))[0]?.data.language).toBe("en");
    expect((await pull()).counts).toMatchObject({ added: 0, changed: 0, conflicted: 0 });
  });
});

describe("a patient who may be one that is here", () => {
  let here: RecordView;
  beforeEach(async () => {
    here = await makeHere();
    const remoteId = await addThere(phone);
    await bed.vendor.add("Observation", heartRate(remoteId, 71));
  });

  it("waits for a person, with the reasons; no record is made meanwhile", async () => {
    const job = await pull();
    expect(job).toMatchObject({ status: "COMPLETED", counts: { skipped: 1, failed: 0 } });
    expect(await bed.errors({ connection, id: job.id })).toMatchObject([
      { stage: "match", code: "match_uncertain" },
    ]);
    expect(await recordsOf("patients", family)).toMatchObject([{ id: here.id, links: [] }]);
    const candidates = [{ recordId: here.id, reasons: ["Same name", "Same birth date", "Same sex"] }];
    const match = await openMatch();
    expect(match).toMatchObject({ candidates, remote: { summary: { phone: "469-555-0170" } } });
    await bed.vendor.change(
      "Patient",
      match.remote.id,
      patient(family, { ...phone, maritalStatus: { text: "Single" } }),
    );
    await pull();
    expect((await openMatch()).id).toBe(match.id);
  });

  it("is linked by a decision, and what waited for the patient belongs to it", async () => {
    await pull();
    const { id } = await openMatch();
    const decided = await decideMatch(connection.actor, id, { decision: "LINK", recordId: here.id, reason });
    expect(decided).toMatchObject({ status: "LINKED", recordId: here.id, reason });
    const [record] = await recordsOf("patients", family);
    expect(record).toMatchObject({
      id: here.id,
      data: { phone: "469-555-0170" },
      links: [{ state: "linked" }],
    });
    const values = (await recordsOf("observations")).filter(({ data }) => data.patientId === here.id);
    expect(values).toMatchObject([{ data: { value: 71 } }]);
    expect((await pull()).counts).toMatchObject({ added: 0, changed: 0, skipped: 0, conflicted: 0 });
    const again = decideMatch(connection.actor, id, { decision: "CREATE", reason });
    await expect(again).rejects.toMatchObject({ code: "match_decided" });
  });

  it("becomes a record of its own by a decision", async () => {
    await pull();
    const { id } = await openMatch();
    const { recordId } = await decideMatch(connection.actor, id, { decision: "CREATE", reason });
    const records = await recordsOf("patients", family);
    expect(records.map((record) => record.id).sort()).toEqual([here.id, recordId].sort());
    expect((await pull()).counts).toMatchObject({ added: 0, changed: 0, skipped: 0 });
  });

  it("cannot be linked to a patient whom the system knows as somebody else", async () => {
    await pull();
    const taken = (await recordsOf("patients")).find(({ links }) => links.length > 0);
    const { id } = await openMatch();
    const decided = decideMatch(connection.actor, id, {
      decision: "LINK",
      recordId: taken?.id ?? "",
      reason,
    });
    await expect(decided).rejects.toMatchObject({ code: "match_impossible" });
  });

  it("is parted again when the link was wrong, and stays apart", async () => {
    await pull();
    const { id } = await openMatch();
    await decideMatch(connection.actor, id, { decision: "LINK", recordId: here.id, reason });
    const [linked] = await recordsOf("patients", family);
    const wrong = {
      entity: "patients",
      recordId: here.id,
      linkId: linked?.links[0]?.id ?? "",
      reason,
    } as const;
    const { recordId } = await unlinkRecord(connection.actor, wrong);
    const records = new Map((await recordsOf("patients", family)).map((record) => [record.id, record]));
    expect(records.size).toBe(2);
    expect(records.get(here.id)).toMatchObject({ data: here.data, links: [] });
    expect(records.get(recordId)).toMatchObject({
      data: { phone: "469-555-0170" },
      links: [{ id: wrong.linkId }],
    });
    const values = (await recordsOf("observations")).filter(({ data }) => data.patientId === recordId);
    expect(values).toMatchObject([{ data: { value: 71 } }]);
    expect((await pull()).counts).toMatchObject({ added: 0, changed: 0, skipped: 0, conflicted: 0 });
    const made = { ...wrong, recordId };
    await expect(unlinkRecord(connection.actor, made)).rejects.toMatchObject({ code: "unlink_impossible" });
  });
});
