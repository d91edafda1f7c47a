import { beforeEach, describe, expect, it } from "vitest";
import { newId } from "@/lib/platform/ids";
import { environmentForTests } from "@/lib/platform/testing/hooks";
import { changeRecord, deleteRecord, listRecords, readHistory, readLinks } from "@/lib/records";
import { observation, openPageBed, type PageBed, pageOf, patient } from "../testing/page-bed";
import { commitPage } from "./commit-page";
import { findKnown } from "./known-items";

environmentForTests();
let bed: PageBed;

const firstPage = { limit: 50, place: null };

beforeEach(async () => {
  bed = await openPageBed();
});

async function onlyPatient() {
  const [record] = (await listRecords(bed.actor, "patients", {}, firstPage)).data;
  if (!record) throw new Error("no patient");
  return record;
}

describe("committing a page", () => {
  it("adds what is new, and changes nothing when the same page comes again", async () => {
    const items = [patient("a"), patient("b")];
    expect(await bed.commit(items)).toEqual({ added: 2 });
    expect(await bed.commit(items)).toEqual({ unchanged: 2 });
    const { data, total } = await listRecords(bed.actor, "patients", {}, firstPage);
    expect(total).toBe(2);
    expect(data.map((record) => record.version)).toEqual([1, 1]);
  });

  it("keeps each resource as the text that came", async () => {
    const item = { ...patient("a"), text: '{"resourceType":"Patient","id":"a","x":1.10}' };
    await bed.commit([item]);
    const [link] = await readLinks(bed.actor, "patients", (await onlyPatient()).id);
    expect(link?.raw).toBe(item.text);
  });

  it("writes the vendor's change as a new version and says in the history what it changed", async () => {
    await bed.commit([patient("a")]);
    expect(await bed.commit([patient("a", { birthDate: "1990-01-01" })])).toEqual({ changed: 1 });
    const [newest] = await readHistory(bed.actor, "patients", (await onlyPatient()).id);
    expect(newest).toMatchObject({
      version: 2,
      by: { name: "Epic" },
      changes: [{ path: "dateOfBirth", from: "1987-09-12", to: "1990-01-01" }],
    });
  });

  it("keeps a local change when the vendor changes another field", async () => {
    await bed.commit([patient("a")]);
    const before = await onlyPatient();
    await changeRecord(bed.actor, "patients", before.id, {
      patch: { email: "c@example.org" },
      ifMatch: '"1"',
    });
    expect(await bed.commit([patient("a", { birthDate: "1990-01-01" })])).toEqual({ changed: 1 });
    const after = await onlyPatient();
    expect(after.data).toMatchObject({ email: "c@example.org", dateOfBirth: "1990-01-01" });
    expect(await bed.commit([patient("a", { birthDate: "1990-01-01" })])).toEqual({ unchanged: 1 });
  });

  it("opens one conflict when both sides changed the same field, and leaves the record alone", async () => {
    await bed.commit([patient("a")]);
    const { id } = await onlyPatient();
    await changeRecord(bed.actor, "patients", id, { patch: { dateOfBirth: "2000" }, ifMatch: '"1"' });
    expect(await bed.commit([patient("a", { birthDate: "1990-01-01" })])).toEqual({ conflicted: 1 });
    expect(await bed.commit([patient("a", { birthDate: "1991-01-01" })])).toEqual({ conflicted: 1 });
    const record = await onlyPatient();
    expect(record.data.dateOfBirth).toBe("2000");
    expect(record.openConflicts).toBe(1);
  });

  it("does not bring back what was deleted here, but asks when the vendor changed it since", async () => {
    await bed.commit([patient("a")]);
    await deleteRecord(bed.actor, "patients", (await onlyPatient()).id, '"1"');
    expect(await bed.commit([patient("a")])).toEqual({ unchanged: 1 });
    expect(await bed.commit([patient("a", { birthDate: "1990-01-01" })])).toEqual({ conflicted: 1 });
    expect((await listRecords(bed.actor, "patients", {}, firstPage)).data).toEqual([]);
  });

  it("refuses the one record PostgreSQL cannot take and writes all others", async () => {
    const items = ["a", "b", "c", "d", "e"].map((id) => patient(id));
    const odd = { ...patient("odd"), data: { ...patient("odd").data, language: "\u0000" } };
    expect(await bed.commit([...items, odd])).toEqual({ added: 5, failed: 1 });
  });

  it("deletes on the vendor's word, and makes a conflict of a record that was changed here", async () => {
    await bed.commit([patient("a"), patient("b")]);
    const [record] = (await listRecords(bed.actor, "patients", { identifier: "x" }, firstPage)).data;
    expect(record).toBeUndefined();
    const { data } = await listRecords(bed.actor, "patients", {}, firstPage);
    const edited = data.find((candidate) => candidate.links[0]?.remoteId === "b");
    await changeRecord(bed.actor, "patients", edited?.id ?? "", {
      patch: { email: "b@example.org" },
      ifMatch: '"1"',
    });
    const deleted = ["a", "b"].map((remoteId) => ({ entity: "patients" as const, remoteId }));
    expect(await bed.commit([], { deleted })).toEqual({ deleted: 1, conflicted: 1 });
    expect((await listRecords(bed.actor, "patients", {}, firstPage)).total).toBe(1);
  });

  it("completes an observation that came before its patient, and takes that for no local change", async () => {
    const early = observation("o1", "late");
    expect(await bed.commit([early])).toEqual({ added: 1 });
    expect(await bed.commit([patient("late")])).toEqual({ added: 1 });
    const owner = await onlyPatient();
    const [record] = (await listRecords(bed.actor, "observations", { patientId: owner.id }, firstPage)).data;
    expect(record?.data.patientId).toBe(owner.id);
    expect(await bed.commit([early])).toEqual({ unchanged: 1 });
  });

  it("completes an observation that was edited while it waited for its patient", async () => {
    await bed.commit([observation("o1", "late")]);
    const [waiting] = (await listRecords(bed.actor, "observations", {}, firstPage)).data;
    await changeRecord(bed.actor, "observations", waiting?.id ?? "", {
      patch: { note: "seen" },
      ifMatch: '"1"',
    });
    await bed.commit([patient("late")]);
    const owner = await onlyPatient();
    const [record] = (await listRecords(bed.actor, "observations", { patientId: owner.id }, firstPage)).data;
    expect(record?.data).toMatchObject({ note: "seen", patientId: owner.id });
  });

  it("waits for the patient an observation points at now, not for the one before", async () => {
    await bed.commit([observation("o1", "wrong")]);
    await bed.commit([observation("o1", "right")]);
    await bed.commit([patient("wrong")]);
    const patientOf = async () =>
      (await listRecords(bed.actor, "observations", {}, firstPage)).data[0]?.data.patientId;
    expect(await patientOf()).toBeNull();
    await bed.commit([patient("right")]);
    const named = (await listRecords(bed.actor, "patients", {}, firstPage)).data;
    const right = named.find((record) => record.links[0]?.remoteId === "right");
    expect(await patientOf()).toBe(right?.id);
  });

  it("lets only one of two workers commit: whoever lost the checkpoint writes nothing", async () => {
    const stale = bed.checkpoint;
    await bed.commit([patient("a")]);
    await expect(commitPage(bed.run, stale, pageOf([patient("b")]))).rejects.toMatchObject({
      code: "checkpoint_moved",
    });
    expect((await listRecords(bed.actor, "patients", {}, firstPage)).total).toBe(1);
  });

  it("counts nothing for another organization", async () => {
    await bed.commit([patient("a")]);
    const stranger = { ...bed.actor, organizationId: newId() };
    const seen = await listRecords(stranger, "patients", { q: "lopez" }, firstPage);
    expect(seen).toMatchObject({ data: [], total: 0 });
  });

  it("writes nothing when an item taken for known turns out to be another one", async () => {
    await bed.commit([patient("a")]);
    const moved = patient("a", { birthDate: "1990-01-01" });
    expect((await findKnown(bed.run, [moved, patient("b")])).size).toBe(0);
    const known = [...(await findKnown(bed.run, [patient("a")])).values()];
    expect(await bed.commit([], { known })).toEqual({ unchanged: 1 });
    for (const other of [{ remoteHash: moved.remoteHash }, { mappedBy: 1 }, { linkId: newId() }]) {
      const outdated = known.map((item) => ({ ...item, ...other }));
      await expect(bed.commit([patient("b")], { known: outdated })).rejects.toMatchObject({
        code: "page_outdated",
      });
    }
    expect((await listRecords(bed.actor, "patients", {}, firstPage)).total).toBe(1);
  });
});
