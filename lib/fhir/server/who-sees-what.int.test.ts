import { beforeAll, describe, expect, it } from "vitest";
import { addKey, addPerson } from "@/lib/http/testing/callers";
import { newId } from "@/lib/platform/ids";
import { installationForTests } from "@/lib/platform/testing/hooks";
import { type Facade, facadeFor } from "./testing/facade";

const installation = installationForTests();
let all: Facade;
let organizationId: string;
const clinicId = newId();
const ids: string[] = [];

const jane = {
  resourceType: "Patient",
  identifier: [{ system: "urn:mrn", value: "M-1" }],
  name: [{ family: "Confidential" }],
  gender: "female",
  birthDate: "1980-05-15",
  maritalStatus: { text: "married" },
};

beforeAll(async () => {
  organizationId = await installation.addOrganization();
  const key = await addKey(installation, organizationId, ["records:read", "records:write"]);
  all = facadeFor(key.headers.authorization);
  for (let n = 0; n < 2; n += 1) ids.push((await all("POST", "Patient", { body: jane })).json.id);
  await installation.owner.query(
    "insert into record_clinics (organization_id, record_id, clinic_id) values ($1, $2, $3)",
    [organizationId, ids[0], clinicId],
  );
});

interface Found {
  readonly resource: { readonly id: string };
}

describe("clinic staff", () => {
  let staff: Facade;
  beforeAll(async () => {
    const person = await addPerson(installation, organizationId, "clinic_staff");
    await installation.owner.query("update memberships set clinic_ids = $1 where user_id = $2", [
      [clinicId],
      person.id,
    ]);
    const ask = facadeFor();
    staff = (method, address, more = {}) =>
      ask(method, address, { ...more, headers: { ...person.headers, ...more.headers } });
  });

  it.each([
    "Patient",
    "Patient?identifier=M-1",
    "Patient?gender=female,male",
    "Patient?name=confid",
    "Patient?birthdate=1980",
    "Patient?_sort=birthdate",
  ])("finds its clinic's patients alone: %s", async (address) => {
    const { status, json } = await staff("GET", address);
    expect(status).toBe(200);
    expect(json.entry.map(({ resource }: Found) => resource.id)).toEqual([ids[0]]);
  });

  it("reads whole what it sees, and nothing else, in histories too", async () => {
    expect((await staff("GET", `Patient/${ids[0]}`)).json.maritalStatus).toEqual(jane.maritalStatus);
    expect((await staff("GET", `Patient/${ids[1]}`)).status).toBe(404);
    expect((await staff("GET", `Patient/${ids[1]}/_history`)).status).toBe(404);
    expect((await staff("GET", "_history")).json.entry).toHaveLength(1);
  });

  it("changes nothing", async () => {
    expect((await staff("DELETE", `Patient/${ids[0]}`)).status).toBe(403);
    expect((await staff("POST", "Patient", { body: jane })).status).toBe(403);
  });
});

describe("the trail", () => {
  async function entries(): Promise<string> {
    const { rows } = await installation.owner.query(
      "select action, entity, record_id, target from audit_events where organization_id = $1 order by at, id",
      [organizationId],
    );
    return JSON.stringify(rows);
  }

  it("tells of each access, and names no patient", async () => {
    const id = (await all("POST", "Patient", { body: jane })).json.id;
    const before = (await entries()).length;
    await all("GET", `Patient/${id}`);
    await all("GET", `Patient/${id}/_history/1`);
    await all("GET", `Patient/${id}/_history`);
    await all("GET", "Patient?name=confid&identifier=urn:mrn|M-1");
    await all("PUT", `Patient/${id}`, { body: { ...jane, id } });
    await all("DELETE", `Patient/${id}`);
    const text = await entries();
    const actions = [...text.slice(before - 1).matchAll(/"action":"fhir\.(\w+)"/g)].map(([, deed]) => deed);
    expect(actions).toEqual(["read", "vread", "history", "search", "update", "delete"]);
    expect(text).toContain('"parameters":["name","identifier"]');
    expect(text.toLowerCase()).not.toMatch(/confid|m-1"|1980/);
  });

  it("tells of no change that was refused", async () => {
    const before = await entries();
    await all("POST", "Patient", { body: { ...jane, birthDate: "soon" } });
    const entry = [
      { resource: jane, request: { method: "POST", url: "Patient" } },
      { resource: { ...jane, birthDate: "soon" }, request: { method: "POST", url: "Patient" } },
    ];
    await all("POST", "", { body: { resourceType: "Bundle", type: "transaction", entry } });
    expect(await entries()).toBe(before);
  });
});
