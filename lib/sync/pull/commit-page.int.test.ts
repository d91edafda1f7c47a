import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Actor, permissionsOf } from "@/lib/auth";
import { contentHash, observationFromFhir, patientFromFhir } from "@/lib/fhir";
import { openVault } from "@/lib/platform/crypto";
import { type Tx, withOrganization, withSystem } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { openTestEnvironment, type TestEnvironment } from "@/lib/platform/testing/installation";
import { changeRecord, deleteRecord, listRecords, readHistory, readLinks } from "@/lib/records";
import { type Checkpoint, claimCheckpoint } from "./checkpoint";
import { commitPage, type Page } from "./commit-page";
import type { MappedItem } from "./map-page";
import type { PullRun } from "./run";

let environment: TestEnvironment;
let run: PullRun;
let checkpoint: Checkpoint;
let actor: Actor;

beforeAll(async () => {
  environment = await openTestEnvironment();
});
afterAll(() => environment.close());

async function makeJob(tx: Tx, ids: { organizationId: string; integrationId: string; jobId: string }) {
  await tx.execute(
    `insert into sync_jobs (id, organization_id, integration_id, type, direction, mode, priority, trigger, entities, requested_by)
     values ($1, $2, $3, 'FULL_SYNC', 'INBOUND', 'FULL', 'NORMAL', 'manual', '{patients}', '{}')`,
    [ids.jobId, ids.organizationId, ids.integrationId],
  );
  await tx.execute("insert into sync_checkpoints (job_id, organization_id) values ($1, $2)", [
    ids.jobId,
    ids.organizationId,
  ]);
}

beforeEach(async () => {
  const ids = { organizationId: newId(), integrationId: newId(), jobId: newId() };
  await withSystem("seed", async (tx) => {
    await tx.execute("insert into organizations (id, code, name) values ($1, $2, 'Test')", [
      ids.organizationId,
      ids.organizationId,
    ]);
    await tx.execute(
      `insert into integrations (id, organization_id, name, connector_id, provider, type, auth_type)
       values ($1, $2, 'Epic', 'epic', 'Epic Systems', 'ehr', 'oauth2')`,
      [ids.integrationId, ids.organizationId],
    );
  });
  await withOrganization(ids, (tx) => makeJob(tx, ids));
  const changedBy = { kind: "system", id: ids.integrationId, name: "Epic" } as const;
  const vault = await openVault(ids.organizationId, "resources");
  run = { ...ids, changedBy, vault, advance: async () => undefined, notesSeen: true };
  checkpoint = await withOrganization(run, (tx) => claimCheckpoint(tx, run.jobId));
  actor = {
    kind: "user",
    id: newId(),
    name: "Test Person",
    organizationId: ids.organizationId,
    permissions: new Set(permissionsOf("admin")),
  };
});

function patient(id: string, facts: object = {}): MappedItem {
  const resource = {
    resourceType: "Patient",
    id,
    name: [{ use: "official", family: "Lopez", given: ["Camila"] }],
    birthDate: "1987-09-12",
    telecom: [{ system: "phone", value: "469-555-5555" }],
    ...facts,
  };
  return {
    entity: "patients",
    remoteId: id,
    text: JSON.stringify(resource),
    remoteHash: contentHash(resource),
    data: { ...patientFromFhir(resource) },
    references: {},
  };
}

function observation(id: string, patientId: string): MappedItem {
  const resource = {
    resourceType: "Observation",
    id,
    status: "final",
    code: { coding: [{ system: "http://loinc.org", code: "8867-4" }] },
    subject: { reference: `Patient/${patientId}` },
    valueQuantity: { value: 72, unit: "/min" },
  };
  const { data, references } = observationFromFhir(resource);
  return {
    entity: "observations",
    remoteId: id,
    text: JSON.stringify(resource),
    remoteHash: contentHash(resource),
    data: { ...data },
    references,
  };
}

function pageOf(items: MappedItem[], more: Partial<Page> = {}): Page {
  return {
    items,
    errors: [],
    deleted: [],
    cursor: { phase: "pull", at: null },
    fetchMs: 0,
    mapMs: 0,
    ...more,
  };
}

async function commit(items: MappedItem[], more: Partial<Page> = {}) {
  const result = await commitPage(run, checkpoint, pageOf(items, more));
  checkpoint = result.checkpoint;
  return Object.fromEntries(Object.entries(result.counts).filter(([, count]) => count > 0));
}

async function onlyPatient() {
  const [record] = (await listRecords(actor, "patients", {}, { limit: 50, place: null })).data;
  if (!record) throw new Error("no patient");
  return record;
}

describe("committing a page", () => {
  it("adds what is new, and changes nothing when the same page comes again", async () => {
    const items = [patient("a"), patient("b")];
    expect(await commit(items)).toEqual({ added: 2 });
    expect(await commit(items)).toEqual({ unchanged: 2 });
    const { data, total } = await listRecords(actor, "patients", {}, { limit: 50, place: null });
    expect(total).toBe(2);
    expect(data.map((record) => record.version)).toEqual([1, 1]);
  });

  it("keeps each resource as the text that came", async () => {
    const item = { ...patient("a"), text: '{"resourceType":"Patient","id":"a","x":1.10}' };
    await commit([item]);
    const [link] = await readLinks(actor, "patients", (await onlyPatient()).id);
    expect(link?.raw).toBe(item.text);
  });

  it("writes the vendor's change as a new version and says in the history what it changed", async () => {
    await commit([patient("a")]);
    expect(await commit([patient("a", { birthDate: "1990-01-01" })])).toEqual({ changed: 1 });
    const [newest] = await readHistory(actor, "patients", (await onlyPatient()).id);
    expect(newest).toMatchObject({
      version: 2,
      by: { name: "Epic" },
      changes: [{ path: "dateOfBirth", from: "1987-09-12", to: "1990-01-01" }],
    });
  });

  it("keeps a local change when the vendor changes another field", async () => {
    await commit([patient("a")]);
    const before = await onlyPatient();
    await changeRecord(actor, "patients", before.id, { patch: { email: "c@example.org" }, ifMatch: '"1"' });
    expect(await commit([patient("a", { birthDate: "1990-01-01" })])).toEqual({ changed: 1 });
    const after = await onlyPatient();
    expect(after.data).toMatchObject({ email: "c@example.org", dateOfBirth: "1990-01-01" });
    expect(await commit([patient("a", { birthDate: "1990-01-01" })])).toEqual({ unchanged: 1 });
  });

  it("opens one conflict when both sides changed the same field, and leaves the record alone", async () => {
    await commit([patient("a")]);
    const { id } = await onlyPatient();
    await changeRecord(actor, "patients", id, { patch: { dateOfBirth: "2000" }, ifMatch: '"1"' });
    expect(await commit([patient("a", { birthDate: "1990-01-01" })])).toEqual({ conflicted: 1 });
    expect(await commit([patient("a", { birthDate: "1991-01-01" })])).toEqual({ conflicted: 1 });
    const record = await onlyPatient();
    expect(record.data.dateOfBirth).toBe("2000");
    expect(record.openConflicts).toBe(1);
  });

  it("does not bring back what was deleted here, but asks when the vendor changed it since", async () => {
    await commit([patient("a")]);
    await deleteRecord(actor, "patients", (await onlyPatient()).id, '"1"');
    expect(await commit([patient("a")])).toEqual({ unchanged: 1 });
    expect(await commit([patient("a", { birthDate: "1990-01-01" })])).toEqual({ conflicted: 1 });
    expect((await listRecords(actor, "patients", {}, { limit: 50, place: null })).data).toEqual([]);
  });

  it("refuses the one record PostgreSQL cannot take and writes all others", async () => {
    const items = ["a", "b", "c", "d", "e"].map((id) => patient(id));
    const odd = { ...patient("odd"), data: { ...patient("odd").data, language: "\u0000" } };
    expect(await commit([...items, odd])).toEqual({ added: 5, failed: 1 });
  });

  it("deletes on the vendor's word, and makes a conflict of a record that was changed here", async () => {
    await commit([patient("a"), patient("b")]);
    const [record] = (await listRecords(actor, "patients", { identifier: "x" }, { limit: 1, place: null }))
      .data;
    expect(record).toBeUndefined();
    const { data } = await listRecords(actor, "patients", {}, { limit: 50, place: null });
    const edited = data.find((candidate) => candidate.links[0]?.remoteId === "b");
    await changeRecord(actor, "patients", edited?.id ?? "", {
      patch: { email: "b@example.org" },
      ifMatch: '"1"',
    });
    const deleted = ["a", "b"].map((remoteId) => ({ entity: "patients" as const, remoteId }));
    expect(await commit([], { deleted })).toEqual({ deleted: 1, conflicted: 1 });
    expect((await listRecords(actor, "patients", {}, { limit: 50, place: null })).total).toBe(1);
  });

  it("completes an observation that came before its patient, and takes that for no local change", async () => {
    const early = observation("o1", "late");
    expect(await commit([early])).toEqual({ added: 1 });
    expect(await commit([patient("late")])).toEqual({ added: 1 });
    const owner = await onlyPatient();
    const [record] = (
      await listRecords(actor, "observations", { patientId: owner.id }, { limit: 50, place: null })
    ).data;
    expect(record?.data.patientId).toBe(owner.id);
    expect(await commit([early])).toEqual({ unchanged: 1 });
  });

  it("completes an observation that was edited while it waited for its patient", async () => {
    await commit([observation("o1", "late")]);
    const [waiting] = (await listRecords(actor, "observations", {}, { limit: 50, place: null })).data;
    await changeRecord(actor, "observations", waiting?.id ?? "", { patch: { note: "seen" }, ifMatch: '"1"' });
    await commit([patient("late")]);
    const owner = await onlyPatient();
    const [record] = (
      await listRecords(actor, "observations", { patientId: owner.id }, { limit: 50, place: null })
    ).data;
    expect(record?.data).toMatchObject({ note: "seen", patientId: owner.id });
  });

  it("waits for the patient an observation points at now, not for the one before", async () => {
    await commit([observation("o1", "wrong")]);
    await commit([observation("o1", "right")]);
    await commit([patient("wrong")]);
    const patientOf = async () =>
      (await listRecords(actor, "observations", {}, { limit: 50, place: null })).data[0]?.data.patientId;
    expect(await patientOf()).toBeNull();
    await commit([patient("right")]);
    const named = (await listRecords(actor, "patients", {}, { limit: 50, place: null })).data;
    const right = named.find((record) => record.links[0]?.remoteId === "right");
    expect(await patientOf()).toBe(right?.id);
  });

  it("lets only one of two workers commit: whoever lost the checkpoint writes nothing", async () => {
    const stale = checkpoint;
    await commit([patient("a")]);
    await expect(commitPage(run, stale, pageOf([patient("b")]))).rejects.toMatchObject({
      code: "checkpoint_moved",
    });
    expect((await listRecords(actor, "patients", {}, { limit: 50, place: null })).total).toBe(1);
  });

  it("counts nothing for another organization", async () => {
    await commit([patient("a")]);
    const stranger = { ...actor, organizationId: newId() };
    const seen = await listRecords(stranger, "patients", { q: "lopez" }, { limit: 50, place: null });
    expect(seen).toMatchObject({ data: [], total: 0 });
  });
});

describe("searching records", () => {
  it("finds a patient by any part of a name, phone digits, birth date and identifier, without case and accents", async () => {
    await commit([
      patient("a", {
        name: [{ family: "Łukasiewicz-Peña", given: ["Zoë"] }],
        identifier: [{ system: "urn:x", value: "MRN-77" }],
      }),
      patient("b", {
        name: [{ text: "王小明", family: "王", given: ["小明"] }],
        telecom: [],
        birthDate: "1990",
      }),
    ]);
    const found = async (q: string) =>
      (await listRecords(actor, "patients", { q }, { limit: 50, place: null })).data.map(
        (record) => record.links[0]?.remoteId,
      );
    expect(await found("PENA")).toEqual(["a"]);
    expect(await found("kasie")).toEqual(["a"]);
    expect(await found("zoe luk")).toEqual(["a"]);
    expect(await found("555-5555")).toEqual(["a"]);
    expect(await found("mrn-77")).toEqual(["a"]);
    expect(await found("1990")).toEqual(["b"]);
    expect(await found("小明")).toEqual(["b"]);
    expect(await found("nobody")).toEqual([]);
  });

  it("filters by several fields at once", async () => {
    await commit([
      patient("a"),
      patient("b", { gender: "male" }),
      patient("c", { gender: "male", birthDate: "1990" }),
    ]);
    const filtered = await listRecords(
      actor,
      "patients",
      { gender: "male", birthdate: "1990" },
      { limit: 50, place: null },
    );
    expect(filtered).toMatchObject({ total: 1, data: [{ links: [{ remoteId: "c" }] }] });
    expect((await listRecords(actor, "patients", { gender: "male" }, { limit: 50, place: null })).total).toBe(
      2,
    );
  });

  it("pages through a filter that more records match than are collected by id", async () => {
    await withOrganization(actor, async (tx) => {
      await tx.execute(
        `with made as (
           insert into entity_records (id, organization_id, entity, data, content_hash, changed_by, created_at, updated_at)
           select gen_random_uuid(), $1, 'patients', '{}', '', '{}', now(), now() from generate_series(1, 10050)
           returning id)
         insert into search_entries (record_id, organization_id, entity, keys, words)
         select id, $1, 'patients', search_keys($1, 'patients', '["gender male"]'), '' from made`,
        [actor.organizationId],
      );
    });
    await commit([patient("a", { gender: "male" }), patient("b")]);
    const first = await listRecords(actor, "patients", { gender: "male" }, { limit: 2, place: null });
    expect(first.total).toBe(10_000);
    expect(first.data.map((record) => record.links[0]?.remoteId)).toEqual(["a", undefined]);
    const second = await listRecords(actor, "patients", { gender: "male" }, { limit: 2, place: first.next });
    expect(new Set([...first.data, ...second.data].map((record) => record.id)).size).toBe(4);
  });

  it("pages a feed without losing a record", async () => {
    await commit(Array.from({ length: 25 }, (_item, n) => patient(`p${n}`)));
    const readFeed = async () => {
      const seen = new Set<string>();
      let place = null;
      do {
        const page = await listRecords(
          actor,
          "patients",
          { updatedSince: "2020-01-01T00:00:00Z" },
          { limit: 10, place },
        );
        for (const record of page.data) seen.add(record.id);
        place = page.next;
      } while (place);
      return seen.size;
    };
    // A feed ends before the oldest transaction that still runs on the server, whoever's it is.
    await expect.poll(readFeed, { timeout: 10_000 }).toBe(25);
  });
});
