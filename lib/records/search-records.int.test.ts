import { beforeEach, expect, it } from "vitest";
import type { Actor } from "@/lib/auth";
import { adminOf } from "@/lib/auth/testing/actors";
import { withOrganization } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { installationForTests } from "@/lib/platform/testing/hooks";
import { createRecord, listRecords, type RecordPlace } from ".";

const installation = installationForTests();
let actor: Actor;

const firstPage = { limit: 50, place: null };

beforeEach(async () => {
  actor = adminOf(await installation.addOrganization());
});

/** Patients; where it matters which one is found, its `language` says so. */
async function create(...patients: readonly object[]): Promise<void> {
  for (const data of patients) await createRecord(actor, "patients", data);
}

it("finds a patient by any part of a name, phone digits, birth date and identifier, without case and accents", async () => {
  await create(
    {
      language: "a",
      firstName: "Zoë",
      lastName: "Łukasiewicz-Peña",
      phone: "469-555-5555",
      dateOfBirth: "1987-09-12",
      identifiers: [{ system: "urn:x", value: "MRN-77" }],
    },
    { language: "b", names: [{ text: "王小明", family: "王", given: ["小明"] }], dateOfBirth: "1990" },
  );
  const found = async (q: string) =>
    (await listRecords(actor, "patients", { q }, firstPage)).data.map((record) => record.data.language);
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
  await create(
    {},
    { gender: "male", dateOfBirth: "1987" },
    { gender: "male", dateOfBirth: "1990", language: "c" },
  );
  const filtered = await listRecords(actor, "patients", { gender: "male", birthdate: "1990" }, firstPage);
  expect(filtered).toMatchObject({ total: 1, data: [{ data: { language: "c" } }] });
  expect((await listRecords(actor, "patients", { gender: "male" }, firstPage)).total).toBe(2);
});

it("pages through a filter that more records match than are collected by id", async () => {
  await withOrganization(actor, async (tx) => {
    await tx.execute(
      `with made as (
         insert into entity_records (id, organization_id, entity, data, content_hash, changed_by, created_at, updated_at)
         select gen_random_uuid(), $1, 'patients', '{}', '', '{}', '2020-01-01', '2020-01-01' from generate_series(1, 10050)
         returning id)
       insert into search_entries (record_id, organization_id, entity, keys, words)
       select id, $1, 'patients', search_keys($1, 'patients', '["gender male"]'), '' from made`,
      [actor.organizationId],
    );
  });
  await create({ gender: "male", language: "newest" }, { gender: "female" });
  const first = await listRecords(actor, "patients", { gender: "male" }, { limit: 2, place: null });
  expect(first.total).toBe(10_000);
  expect(first.data.map((record) => record.data.language)).toEqual(["newest", undefined]);
  const second = await listRecords(actor, "patients", { gender: "male" }, { limit: 2, place: first.next });
  expect(new Set([...first.data, ...second.data].map((record) => record.id)).size).toBe(4);
});

it("pages a feed without losing a record", async () => {
  await create(...Array.from({ length: 25 }, () => ({})));
  const readFeed = async () => {
    const seen = new Set<string>();
    let place: RecordPlace | null = null;
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

it("shows and counts nothing of another organization", async () => {
  await create({ lastName: "Lopez" });
  const stranger = { ...actor, organizationId: newId() };
  const seen = await listRecords(stranger, "patients", { q: "lopez" }, firstPage);
  expect(seen).toMatchObject({ data: [], total: 0 });
});
