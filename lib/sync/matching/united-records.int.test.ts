import { beforeEach, expect, it } from "vitest";
import { withOrganization } from "@/lib/platform/db";
import { environmentForTests } from "@/lib/platform/testing/hooks";
import { createRecord, deleteRecord, listRecords, readHistory } from "@/lib/records";
import { noteChanges } from "../push/changes";
import { openPageBed, type PageBed, patient } from "../testing/page-bed";

environmentForTests();
let ours: PageBed;
let theirs: PageBed;

beforeEach(async () => {
  ours = await openPageBed();
  theirs = await ours.another();
  await ours.commit([patient("a", known)]);
});

const mrn = (value: string, system = "urn:oid:1.2.3") => ({ system, value });
const phone = (value: string) => ({ system: "phone", value, use: "home" });
const known = { identifier: [mrn("A-1207")], telecom: [phone("469-555-5555")] };
/** The same patient as the other system knows them, who has a number and a phone of theirs besides. */
const there = (facts: object = {}) =>
  patient("b", {
    identifier: [mrn("A-1207"), mrn("77", "urn:oid:9.9")],
    telecom: [phone("469-555-0000")],
    ...facts,
  });

async function onlyPatient() {
  const { data } = await listRecords(ours.actor, "patients", {}, { limit: 2, place: null });
  const [only, another] = data;
  if (!only || another) throw new Error("There is not one patient.");
  return only;
}

const valuesOf = (list: unknown) => (Array.isArray(list) ? list.map((entry) => Object(entry).value) : []);

/** How many records a push to the system would look at. */
async function waiting({ run }: PageBed): Promise<number> {
  return withOrganization(run, async (tx) => {
    await noteChanges(tx, run, "patients");
    const row = await tx.one<{ count: string }>(
      "select count(*) from outbound_changes where integration_id = $1",
      [run.integrationId],
    );
    return Number(row?.count);
  });
}

it("a patient of two systems holds what either says, and the one that was recognised is sent nothing", async () => {
  expect(await theirs.commit([there()])).toEqual({ changed: 1 });
  const { id, data } = await onlyPatient();
  expect(valuesOf(data.identifiers)).toEqual(["A-1207", "77"]);
  expect(valuesOf(data.telecoms)).toEqual(["469-555-5555", "469-555-0000"]);
  expect((await readHistory(ours.actor, "patients", id)).map(({ version }) => version)).toEqual([2, 1]);
  await expect.poll(() => waiting(ours)).toBe(1);
  expect(await waiting(theirs)).toBe(0);
  expect(await theirs.commit([there()])).toEqual({ unchanged: 1 });
});

it("nothing is written when the other system says nothing more", async () => {
  expect(await theirs.commit([patient("b", known)])).toEqual({ unchanged: 1 });
  expect((await onlyPatient()).version).toBe(1);
});

it("a list follows what each system adds to its own and takes out of it", async () => {
  await theirs.commit([there()]);
  const more = [phone("469-555-0000"), phone("469-555-0001")];
  expect(await theirs.commit([there({ telecom: more })])).toEqual({ changed: 1 });
  expect(valuesOf((await onlyPatient()).data.telecoms).toSorted()).toEqual([
    "469-555-0000",
    "469-555-0001",
    "469-555-5555",
  ]);
  expect(await theirs.commit([there({ telecom: [] })])).toEqual({ changed: 1 });
  expect(valuesOf((await onlyPatient()).data.telecoms)).toEqual(["469-555-5555"]);
  expect(valuesOf((await onlyPatient()).data.identifiers)).toEqual(["A-1207", "77"]);
});

it("whoever was made here is found in the first pull of a system, though its other patients are all its own", async () => {
  const { actor } = ours;
  await createRecord(actor, "patients", {
    identifiers: [{ use: "usual", type: "MR", system: "urn:oid:5.5", value: "5001" }],
    names: [{ use: "official", family: "Osei", given: ["Kwame"] }],
    dateOfBirth: "1961-05-05",
  });
  const facts = {
    name: [{ family: "Osei", given: ["Kwame"] }],
    birthDate: "1961-05-05",
    identifier: [mrn("5001", "urn:oid:5.5")],
  };
  expect(await ours.commit([patient("z", facts)])).toEqual({ changed: 1 });
  expect((await listRecords(actor, "patients", {}, { limit: 5, place: null })).total).toBe(2);
});

it("whoever stays here after a system was taken away is found by the next", async () => {
  const { run } = ours;
  await withOrganization(run, (tx) =>
    tx.execute("delete from sync_links where integration_id = $1", [run.integrationId]),
  );
  expect(await theirs.commit([patient("b", known)])).toEqual({ unchanged: 1 });
  expect((await onlyPatient()).links).toHaveLength(1);
});

it("one who was deleted here does not hide another who was not", async () => {
  await ours.commit([patient("gone", { birthDate: "1950-01-01", telecom: [], name: [{ family: "Gone" }] })]);
  const all = (await listRecords(ours.actor, "patients", {}, { limit: 5, place: null })).data;
  const gone = all.find(({ data }) => data.lastName === "Gone");
  await deleteRecord(ours.actor, "patients", gone?.id ?? "", '"1"');
  await createRecord(ours.actor, "patients", {
    lastName: "Osei",
    firstName: "Kwame",
    dateOfBirth: "1961-05-05",
    phone: "469-555-7777",
  });
  const facts = {
    name: [{ family: "Osei", given: ["Kwame"] }],
    birthDate: "1961-05-05",
    telecom: [phone("469-555-7777")],
  };
  expect(await ours.commit([patient("y", facts)])).not.toHaveProperty("added");
});
