import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { type CernerClient, startCerner } from "@/sandbox/testing/cerner-client";

const patchType = { "content-type": "application/json-patch+json" };
const looseResource = z.looseObject({ id: z.string() });
let client: CernerClient;
let patientId = "";
beforeAll(async () => {
  client = await startCerner();
  patientId = (await client.held("Patient"))[1]?.id ?? "";
});
afterAll(() => client.close());

const newPatient = {
  resourceType: "Patient",
  identifier: [{ system: "urn:oid:1.2.3", value: "A-1" }],
  name: [{ family: "Newcomer", given: ["Nora"] }],
  telecom: [{ system: "phone", value: "608-555-0101" }],
  photo: [{ title: "not filed" }],
};

function heartRate() {
  return {
    resourceType: "Observation",
    status: "final",
    category: [{ coding: [{ code: "vital-signs" }] }],
    code: { coding: [{ system: "http://loinc.org", code: "8867-4", display: "Heart rate" }] },
    subject: { reference: `Patient/${patientId}` },
    effectiveDateTime: "2026-01-02T03:04:05.000Z",
    valueQuantity: { value: 71, unit: "/min" },
  };
}

async function filed(resource: { resourceType: string }) {
  const created = await client.call("POST", resource.resourceType, { body: resource });
  expect([created.status, await created.text()]).toEqual([201, ""]);
  const location = created.headers.get("location") ?? "";
  expect(location).toMatch(new RegExp(`${resource.resourceType}/[^/]+$`));
  const etag = created.headers.get("etag") ?? "";
  const read = await client.get(location);
  expect(read.headers.get("etag")).toBe(etag);
  return { location, etag, resource: looseResource.parse(await read.json()) };
}

async function statusOf(method: string, path: string, body: unknown, headers: Record<string, string> = {}) {
  return (await client.call(method, path, { body, headers })).status;
}

describe("a new record", () => {
  test("of a patient comes back without what is not supported, and with ids in its lists", async () => {
    const { etag, resource } = await filed(newPatient);
    expect(etag).toBe('W/"0"');
    expect(resource).toMatchObject({ active: true, telecom: [{ id: "CI-PH-1", value: "608-555-0101" }] });
    expect(resource).not.toHaveProperty("photo");
  });

  test("of an Observation comes back with the tenant's own code beside the one sent", async () => {
    const { etag, resource } = await filed(heartRate());
    expect(etag).toBe('W/"1"');
    expect(resource.id).toMatch(/^VS-/);
    const coding = [{ system: expect.stringContaining("codeSet"), userSelected: true }, { code: "8867-4" }];
    expect(resource).toMatchObject({ code: { coding } });
  });

  test("of an appointment is proposed for a time at a place", async () => {
    const participant = [`Patient/${patientId}`, "Location/12000000"].map((reference) => ({
      actor: { reference },
      status: "needs-action",
    }));
    const appointment = {
      resourceType: "Appointment",
      status: "proposed",
      serviceType: [{ text: "Check-up" }],
      requestedPeriod: [{ start: "2027-01-04T15:00:00.000Z", end: "2027-01-04T16:00:00.000Z" }],
      participant,
    };
    expect((await filed(appointment)).etag).toBe('W/"0"');
    expect(await statusOf("POST", "Appointment", { ...appointment, status: "booked" })).toBe(422);
    expect(
      await statusOf("POST", "Appointment", { ...appointment, participant: participant.slice(0, 1) }),
    ).toBe(422);
  });

  test.each([
    ["a patient without an identifier", { ...newPatient, identifier: undefined }, 400],
    ["an Observation without a value", () => ({ ...heartRate(), valueQuantity: undefined }), 400],
    [
      "an Observation of another category",
      () => ({ ...heartRate(), category: [{ coding: [{ code: "survey" }] }] }),
      422,
    ],
    ["an Observation of nobody", () => ({ ...heartRate(), subject: { reference: "Patient/nobody" } }), 422],
    ["what is no resource", "text", 400],
  ])("is refused: %s", async (_, given, status) => {
    const body = typeof given === "function" ? given() : given;
    const type = typeof body === "object" ? body.resourceType : "Patient";
    const before = (await client.held(type)).length;
    expect(await statusOf("POST", type, body)).toBe(status);
    expect(await client.held(type)).toHaveLength(before);
  });
});

describe("a replacement", () => {
  test("needs the version it was made from: 412 without, 409 when it is not the current one", async () => {
    const { location, etag, resource } = await filed(heartRate());
    const changed = { ...resource, status: "amended" };
    expect(await statusOf("PUT", location, changed)).toBe(412);
    const replaced = await client.call("PUT", location, { body: changed, headers: { "if-match": etag } });
    expect([replaced.status, await replaced.text(), replaced.headers.get("etag")]).toEqual([
      200,
      "",
      'W/"2"',
    ]);
    expect(await statusOf("PUT", location, changed, { "if-match": etag })).toBe(409);
    expect(await (await client.get(location)).json()).toMatchObject({
      status: "amended",
      meta: { versionId: "2" },
    });
  });

  test("leaves out what is missing from it, and may not change the patient", async () => {
    const { location, etag, resource } = await filed({ ...heartRate(), ...{ comment: "x" } });
    const other = { ...resource, subject: { reference: `Patient/${(await client.held("Patient"))[4]?.id}` } };
    expect(await statusOf("PUT", location, other, { "if-match": etag })).toBe(422);
    expect(await statusOf("PUT", location, { ...resource, comment: undefined }, { "if-match": etag })).toBe(
      200,
    );
    expect(await (await client.get(location)).json()).not.toHaveProperty("comment");
  });

  test("is not offered for a patient", async () => {
    const { location, etag, resource } = await filed(newPatient);
    expect(await statusOf("PUT", location, resource, { "if-match": etag })).toBe(405);
  });
});

describe("a patch", () => {
  const test0 = { op: "test", path: "/telecom/0/id", value: "CI-PH-1" };
  const replace0 = { op: "replace", path: "/telecom/0/value", value: "608-555-0199" };

  test("changes, adds and removes, under the version it was made from", async () => {
    const { location, etag } = await filed(newPatient);
    const add = { op: "add", path: "/telecom/-", value: { system: "email", value: "nora@example.com" } };
    expect(await statusOf("PATCH", location, [add], patchType)).toBe(412);
    expect(await statusOf("PATCH", location, [add], { ...patchType, "if-match": 'W/"9"' })).toBe(409);
    const body = [test0, replace0, add, { op: "add", path: "/birthDate", value: "1990-01-01" }];
    const answer = await client.call("PATCH", location, {
      body,
      headers: { ...patchType, "if-match": etag },
    });
    expect([answer.status, await answer.text(), answer.headers.get("etag")]).toEqual([200, "", 'W/"1"']);
    const remove = [test0, { op: "remove", path: "/telecom/0" }];
    expect(await statusOf("PATCH", location, remove, { ...patchType, "if-match": 'W/"1"' })).toBe(200);
    expect(await (await client.get(location)).json()).toMatchObject({
      birthDate: "1990-01-01",
      telecom: [{ id: "CI-PH-2", value: "nora@example.com" }],
    });
  });

  test("may come as a POST that says so", async () => {
    const { location, etag } = await filed(newPatient);
    const headers = { ...patchType, "if-match": etag, "x-http-method-override": "PATCH" };
    expect(await statusOf("POST", location, [test0, replace0], headers)).toBe(200);
  });

  test.each([
    ["a list item whose id was not tested", [replace0], 422],
    ["a list item whose id is another", [{ ...test0, value: "CI-PH-9" }, replace0], 422],
    ["what can not be patched", [{ op: "replace", path: "/active", value: false }], 422],
    ["what is not there", [{ op: "remove", path: "/maritalStatus" }], 422],
    ["no list of operations", replace0, 400],
  ])("is refused whole: %s", async (_, body, status) => {
    const { location, etag } = await filed(newPatient);
    expect(await statusOf("PATCH", location, body, { ...patchType, "if-match": etag })).toBe(status);
    expect((await client.get(location)).headers.get("etag")).toBe(etag);
  });

  test("has to be sent as JSON Patch", async () => {
    const { location, etag } = await filed(newPatient);
    expect(await statusOf("PATCH", location, [test0, replace0], { "if-match": etag })).toBe(415);
  });
});

test("a record that somebody edits is locked when a fault says so", async () => {
  const fault = { vendor: "cerner", kind: "status", status: 423, method: "PATCH", count: 1 };
  await client.backstage("POST", "/_faults", fault);
  const answer = await client.call("PATCH", `Patient/${patientId}`, { body: [], headers: patchType });
  expect([answer.status, await answer.json()]).toMatchObject([423, { issue: [{ code: "lock-error" }] }]);
});
