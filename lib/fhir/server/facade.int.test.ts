import { beforeAll, describe, expect, it } from "vitest";
import { makeCaller } from "@/lib/integrations/testing/routes";
import { newId } from "@/lib/platform/ids";
import { environmentForTests } from "@/lib/platform/testing/hooks";
import { type Facade, facadeFor } from "./testing/facade";

environmentForTests();
let fhir: Facade;
beforeAll(async () => {
  fhir = facadeFor(`Bearer ${(await makeCaller("integration")).key}`);
});

const jane = {
  resourceType: "Patient",
  extension: [{ url: "urn:x", valueDecimal: 1.5 }],
  identifier: [{ system: "urn:mrn", value: "M-1" }],
  name: [{ use: "official", family: "Doe", given: ["Jane", "Q"] }],
  gender: "female",
  birthDate: "1980-05-15",
  generalPractitioner: [{ reference: "http://elsewhere.example/fhir/Practitioner/7" }],
  maritalStatus: { text: "married" },
};

async function create(resource: object): Promise<string> {
  const { status, json } = await fhir("POST", String(Reflect.get(resource, "resourceType")), {
    body: resource,
  });
  expect([status, json.issue]).toEqual([201, undefined]);
  return json.id;
}

function methodOf({ request }: { request: { method: string } }): string {
  return request.method;
}

describe("a resource", () => {
  it("is read as it was created, with its id and version", async () => {
    const { status, headers, json } = await fhir("POST", "Patient", { body: jane });
    expect(status).toBe(201);
    expect(headers.get("etag")).toBe('W/"1"');
    expect(headers.get("location")).toBe(`http://localhost:3000/api/fhir/R4/Patient/${json.id}/_history/1`);
    const read = await fhir("GET", `Patient/${json.id}`);
    expect(read.status).toBe(200);
    expect(read.json).toEqual(json);
    const { id, meta, ...said } = read.json;
    expect(said).toEqual(jane);
    expect(meta).toMatchObject({ versionId: "1", lastUpdated: expect.any(String) });
  });

  it("is updated to a next version, and its old one can still be read", async () => {
    const id = await create(jane);
    const married = { ...jane, id, name: [{ ...jane.name[0], family: "Smith" }], maritalStatus: undefined };
    const updated = await fhir("PUT", `Patient/${id}`, { body: married, headers: { "if-match": 'W/"1"' } });
    expect([updated.status, updated.json.meta.versionId]).toEqual([200, "2"]);
    expect(updated.json.maritalStatus).toBeUndefined();
    const stale = await fhir("PUT", `Patient/${id}`, { body: married, headers: { "if-match": 'W/"1"' } });
    expect([stale.status, stale.json.resourceType]).toEqual([412, "OperationOutcome"]);
    const first = await fhir("GET", `Patient/${id}/_history/1`);
    expect(first.json.name[0].family).toBe("Doe");
    expect(first.json.maritalStatus).toEqual(jane.maritalStatus);
  });

  it("is gone after it was deleted, but for its history", async () => {
    const id = await create(jane);
    expect((await fhir("DELETE", `Patient/${id}`)).status).toBe(204);
    expect((await fhir("DELETE", `Patient/${id}`)).status).toBe(204);
    expect((await fhir("GET", `Patient/${id}`)).status).toBe(410);
    expect((await fhir("GET", `Patient/${id}/_history/2`)).status).toBe(410);
    expect((await fhir("GET", `Patient/${id}/_history/1`)).status).toBe(200);
    const { json } = await fhir("GET", `Patient/${id}/_history`);
    expect(json.entry.map(methodOf)).toEqual(["DELETE", "POST"]);
    const back = await fhir("PUT", `Patient/${id}`, { body: { ...jane, id } });
    expect([back.status, back.json.meta.versionId]).toEqual([201, "3"]);
  });

  it("keeps each decimal as exactly as it was written, also after a patch", async () => {
    const value = '{"value":1.50,"unit":"kg"}';
    const range = '[{"low":{"value":0.010},"high":{"value":1e2}}]';
    const body = `{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueQuantity":${value},"referenceRange":${range}}`;
    const { json } = await fhir("POST", "Observation", { body });
    const patch = [{ op: "add", path: "/language", value: "en" }];
    const headers = { "content-type": "application/json-patch+json" };
    const { text } = await fhir("PATCH", `Observation/${json.id}`, { body: patch, headers });
    for (const read of [
      text,
      (await fhir("GET", `Observation/${json.id}`)).text,
      (await fhir("GET", "Observation")).text,
    ]) {
      expect(read).toContain(value);
      expect(read).toContain(range);
    }
  });

  it("is patched", async () => {
    const id = await create(jane);
    const patch = [
      { op: "test", path: "/gender", value: "female" },
      { op: "replace", path: "/maritalStatus/text", value: "widowed" },
      { op: "add", path: "/name/0/given/-", value: "R" },
    ];
    const headers = { "content-type": "application/json-patch+json" };
    const { status, json } = await fhir("PATCH", `Patient/${id}`, { body: patch, headers });
    expect(status).toBe(200);
    expect(json).toMatchObject({ maritalStatus: { text: "widowed" }, name: [{ given: ["Jane", "Q", "R"] }] });
    expect((await fhir("GET", `Patient/${id}`)).json).toEqual(json);
  });
});

describe("a refusal is an OperationOutcome", () => {
  const cases: [string, number, string, string, object?][] = [
    ["an unknown id", 404, "GET", `Patient/${newId()}`],
    ["an id that is none", 404, "GET", "Patient/nobody"],
    ["an unknown type", 404, "GET", "Basic/1"],
    [
      "another type than the address names",
      400,
      "POST",
      "Patient",
      { body: { resourceType: "Observation" } },
    ],
    ["no resource", 422, "POST", "Patient", { body: [] }],
    [
      "an update of nothing",
      405,
      "PUT",
      `Patient/nobody`,
      { body: { resourceType: "Patient", id: "nobody" } },
    ],
    [
      "a resource that does not follow FHIR",
      422,
      "POST",
      "Patient",
      { body: { resourceType: "Patient", birthDate: "soon" } },
    ],
    ["no JSON", 400, "POST", "Patient", { body: "{" }],
    [
      "another media type",
      415,
      "POST",
      "Patient",
      { body: "<x/>", headers: { "content-type": "application/fhir+xml" } },
    ],
    ["another format", 406, "GET", "Patient", { headers: { accept: "application/fhir+xml" } }],
    ["a method that is not done", 405, "PUT", "Patient/_search", { body: {} }],
    [
      "a parameter nobody knows, when strict",
      400,
      "GET",
      "Patient?shoe=42",
      { headers: { prefer: "handling=strict" } },
    ],
    ["a date that is none", 400, "GET", "Patient?birthdate=soon"],
    ["a modifier that is not known", 400, "GET", "Patient?birthdate:near=2020"],
  ];
  it.each(cases)("for %s: %i", async (_name, status, method, address, ask) => {
    const reply = await fhir(method, address, ask);
    expect([reply.status, reply.json.resourceType]).toEqual([status, "OperationOutcome"]);
    expect(reply.headers.get("content-type")).toContain("application/fhir+json");
  });

  it("for a stranger and for one without the right", async () => {
    const stranger = await facadeFor()("GET", "Patient");
    expect([stranger.status, stranger.json.issue[0].code]).toEqual([401, "login"]);
    const dispatcher = facadeFor(`Bearer ${(await makeCaller("dispatcher")).key}`);
    expect((await dispatcher("GET", "Patient")).status).toBe(403);
  });

  it("for a reference that leads nowhere", async () => {
    const observation = {
      resourceType: "Observation",
      status: "final",
      code: { text: "x" },
      subject: { reference: `Patient/${newId()}` },
    };
    const { status, json } = await fhir("POST", "Observation", { body: observation });
    expect([status, json.issue[0].diagnostics]).toEqual([422, expect.stringContaining("is not here")]);
  });

  it("for another organization's resource", async () => {
    const id = await create(jane);
    const other = facadeFor(`Bearer ${(await makeCaller("integration")).key}`);
    expect((await other("GET", `Patient/${id}`)).status).toBe(404);
    expect((await other("DELETE", `Patient/${id}`)).status).toBe(204);
    expect((await fhir("GET", `Patient/${id}`)).status).toBe(200);
  });
});
