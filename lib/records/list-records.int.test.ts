import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import * as historyRoute from "@/app/api/records/[entity]/[id]/history/route";
import * as recordsRoute from "@/app/api/records/[entity]/route";
import { systemActor } from "@/lib/auth";
import { addPerson, type Caller } from "@/lib/http/testing/callers";
import { type ServedRoutes, serveRoutes } from "@/lib/http/testing/served-routes";
import { withOrganization } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { installationForTests } from "@/lib/platform/testing/hooks";
import { listRecords, type RecordPage, type RecordPlace } from "./list-records";
import { emptyPatient, observationSchema, type PatientData, patchRecord, withShortFields } from "./schema";
import { insertRecords, replaceRecords } from "./write";

const installation = installationForTests();
let server: ServedRoutes;
let organizationId: string;
let admin: Caller;

beforeAll(async () => {
  server = await serveRoutes({
    "/api/records/[entity]": { GET: recordsRoute.GET },
    "/api/records/[entity]/[id]/history": { GET: historyRoute.GET },
  });
});

beforeEach(async () => {
  organizationId = await installation.addOrganization();
  admin = await addPerson(installation, organizationId, "admin");
});

afterAll(async () => {
  await server.close();
});

const writer = { kind: "system", id: "test", name: "Test" } as const;

function contextOf(entity: string) {
  return { organizationId, entity, changedBy: writer, at: new Date() };
}

async function add(entity: string, contents: readonly Record<string, unknown>[]): Promise<string[]> {
  const records = contents.map((data) => ({ id: newId(), data }));
  await withOrganization({ organizationId }, (tx) => insertRecords(tx, contextOf(entity), records));
  return records.map(({ id }) => id);
}

function patient(family: string | null, given: string[], text: string | null = null): PatientData {
  const name = { use: "official", family, given, prefix: [], suffix: [], text };
  return withShortFields({ ...emptyPatient, names: [name] });
}

function observation(patientId: string | null) {
  return observationSchema.parse({ patientId, status: "final", code: { display: "Glucose" } });
}

function person(family: string) {
  return patchRecord("practitioners", null, { names: [{ family }] });
}

async function ask(address: string, caller = admin): Promise<Response> {
  const response = await fetch(`${server.url}/api/records/${address}`, { headers: caller.headers });
  expect(response.status).toBe(200);
  return response;
}

interface Shown {
  id: string;
  data: { patientId?: string | null };
  labels: Record<string, string>;
}

/** The names of the patients in a list, by record. */
async function shown(address: string, caller = admin): Promise<Map<string, string | null>> {
  const { data }: { data: Shown[] } = await (await ask(address, caller)).json();
  return new Map(data.map(({ id, data: { patientId }, labels }) => [id, labels[patientId ?? ""] ?? null]));
}

describe("whom an observation is about", () => {
  it("comes with the list, in every script, also of a patient who was deleted", async () => {
    const [jane = "", wang = "", deleted = ""] = await add("patients", [
      patient("Doe", ["Jane", "Ann"]),
      patient(null, [], "王小明"),
      patient("López", ["José"]),
    ]);
    await installation.owner.query("update entity_records set deleted_at = now() where id = $1", [deleted]);
    const ids = await add("observations", [jane, wang, deleted, jane, newId(), null].map(observation));
    const names = await shown("observations");
    expect(ids.map((id) => names.get(id))).toEqual([
      "Doe, Jane Ann",
      "王小明",
      "López, José",
      "Doe, Jane Ann",
      null,
      null,
    ]);
    expect([...(await shown("patients")).values()]).toEqual([null, null]);
  });

  it("is not told to a clinic's reader who may not see the patient", async () => {
    const clinicId = newId();
    const reader = await addPerson(installation, organizationId, "clinic_staff");
    await installation.owner.query("update memberships set clinic_ids = $1 where user_id = $2", [
      [clinicId],
      reader.id,
    ]);
    const [seen = "", hidden = ""] = await add("patients", [
      patient("Doe", ["Jane"]),
      patient("Roe", ["Richard"]),
    ]);
    const [ofSeen = "", ofHidden = "", elsewhere = ""] = await add(
      "observations",
      [seen, hidden, seen].map(observation),
    );
    for (const recordId of [seen, ofSeen, ofHidden]) {
      await installation.owner.query(
        "insert into record_clinics (organization_id, record_id, clinic_id) values ($1, $2, $3)",
        [organizationId, recordId, clinicId],
      );
    }
    const names = await shown("observations", reader);
    expect(names).toEqual(
      new Map([
        [ofSeen, "Doe, Jane"],
        [ofHidden, null],
      ]),
    );
    expect(names.has(elsewhere)).toBe(false);
  });
});

describe("what a record points to", () => {
  it("is called by name in lists, whatever it is", async () => {
    const [jane = ""] = await add("patients", [patient("Doe", ["Jane"])]);
    const [torp = ""] = await add("practitioners", [person("Torp")]);
    const [visit = ""] = await add("encounters", [
      patchRecord("encounters", null, { types: [{ display: "Check-up" }] }),
    ]);
    const [glucose = ""] = await add("observations", [observation(jane)]);
    await add("diagnostic_reports", [
      patchRecord("diagnostic_reports", null, {
        patientId: jane,
        encounterId: visit,
        performerIds: [torp, null],
        resultIds: [glucose, newId()],
      }),
    ]);
    const { data }: { data: Shown[] } = await (await ask("diagnostic_reports")).json();
    expect(data.map(({ labels }) => labels)).toEqual([
      { [jane]: "Doe, Jane", [visit]: "Check-up", [torp]: "Torp", [glucose]: "Glucose" },
    ]);
  });

  it("is called by name in the history, before a change and after it", async () => {
    const [before = "", after = ""] = await add("practitioners", [person("Torp"), person("Lind")]);
    const attendedBy = (practitionerId: string) =>
      patchRecord("encounters", null, { participants: [{ practitionerId }] });
    const [id = ""] = await add("encounters", [attendedBy(before)]);
    await withOrganization({ organizationId }, (tx) =>
      replaceRecords(tx, contextOf("encounters"), [{ id, data: attendedBy(after) }]),
    );
    const { data }: { data: Shown[] } = await (await ask(`encounters/${id}/history`)).json();
    expect(data.map(({ labels }) => labels)).toEqual([
      { [before]: "Torp", [after]: "Lind" },
      { [before]: "Torp" },
    ]);
  });
});

describe("records by id", () => {
  it("are those that are asked for and no others", async () => {
    const [first = "", second = ""] = await add("observations", [null, null, null].map(observation));
    const { data }: { data: Shown[] } = await (await ask(`observations?ids=${first},${second}`)).json();
    expect(data.map(({ id }) => id).toSorted()).toEqual([first, second].toSorted());
  });
});

describe("a file of records", () => {
  it("holds every record that the filters leave", async () => {
    const people = Array.from({ length: 1_300 }, (_, n) => patient(n % 10 === 0 ? "Roe" : "Doe", [`N${n}`]));
    const ids = await add("patients", people);
    const all = await (await ask("patients?format=csv")).text();
    expect(idsIn(all).toSorted()).toEqual(ids.toSorted());
    const some = await (await ask("patients?format=csv&lastName=Roe")).text();
    expect(idsIn(some)).toHaveLength(130);
  });

  it("has each of them once, though some change while it is read", async () => {
    const ids = await add("patients", Array(7).fill(patient("Doe", ["Jane"])));
    const [eldest = ""] = ids;
    const actor = systemActor(organizationId, writer);
    const seen: string[] = [];
    let place: RecordPlace | null = null;
    do {
      const paging = { limit: 3, place, wholeList: true };
      const page: RecordPage = await listRecords(actor, "patients", {}, paging);
      seen.push(...page.data.map(({ id }) => id));
      place = page.next;
      // Not read yet, it becomes the newest by time.
      await change(eldest, patient("Doe", ["Changed"]));
    } while (place);
    expect(seen).toEqual(ids.toSorted().reverse());
  });

  it("holds what a feed would bring, to its end", async () => {
    const ids = await add(
      "patients",
      Array.from({ length: 1_001 }, (_, n) => patient("Doe", [`N${n}`])),
    );
    const feed = async () =>
      idsIn(await (await ask("patients?format=csv&updatedSince=2020-01-01T00:00:00Z")).text()).toSorted();
    // A feed ends before the oldest transaction that still runs, whoever's it is.
    await expect.poll(feed, { timeout: 10_000 }).toEqual(ids.toSorted());
  });
});

function change(id: string, data: PatientData): Promise<void> {
  return withOrganization({ organizationId }, (tx) =>
    replaceRecords(tx, contextOf("patients"), [{ id, data }]),
  );
}

function idsIn(csv: string): string[] {
  return [...csv.matchAll(/^([0-9a-f-]{36}),/gm)].flatMap(([, id]) => id ?? []);
}
