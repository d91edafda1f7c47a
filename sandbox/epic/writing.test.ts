import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type EpicClient, startEpic } from "@/sandbox/testing/epic-client";
import { codesIn, fhirOf } from "@/sandbox/testing/fhir-answers";

const camila = "erXuFYUfucBZaryVksYEcMg3";
let client: EpicClient;
beforeAll(async () => {
  client = await startEpic();
});
afterAll(() => client.close());

const newPatient = {
  resourceType: "Patient",
  id: "ignored",
  identifier: [
    { system: "http://hl7.org/fhir/sid/us-ssn", value: "000-00-0000" },
    { system: "urn:oid:2.16.840.1.113883.3.1", value: "A-1" },
  ],
  name: [{ family: "Newcomer", given: ["Nora"] }],
  gender: "female",
  birthDate: "1999-09-09",
  telecom: [
    { system: "phone", value: "608-555-0101" },
    { system: "phone", value: "608-555-0102" },
  ],
  address: [{ line: ["12 Main St"], city: "Madison", state: "WI", postalCode: "53703-1234", country: "US" }],
};
const heartRate = {
  resourceType: "Observation",
  status: "final",
  category: [
    {
      coding: [{ system: "http://terminology.hl7.org/CodeSystem/observation-category", code: "vital-signs" }],
    },
  ],
  code: { coding: [{ system: "http://loinc.org", code: "8867-4", display: "Heart rate" }] },
  subject: { reference: `Patient/${camila}` },
  effectiveDateTime: "2026-01-02T03:04:05Z",
  valueQuantity: { value: 71, unit: "/min" },
};

async function filed(type: string, resource: unknown) {
  const created = await client.call("POST", type, { body: resource });
  expect([created.status, await created.text()]).toEqual([201, ""]);
  const location = created.headers.get("location") ?? "";
  expect(location).toContain(`${client.baseUrl}/${type}/e`);
  return fhirOf(await client.get(location));
}

test("files a patient, but not as it was sent", async () => {
  const patient = await filed("Patient", newPatient);
  expect(patient.id).not.toBe("ignored");
  expect(patient).toMatchObject({
    name: [
      { use: "official", family: "Newcomer" },
      { use: "usual", family: "Newcomer" },
    ],
    telecom: [{ value: "608-555-0101" }],
    address: [{ line: ["12 MAIN ST"], city: "MADISON", postalCode: "53703" }],
    meta: { security: [{}] },
  });
  const identifiers = JSON.stringify(patient.identifier);
  expect(identifiers).toContain("A-1");
  expect(identifiers).toContain("MRN");
  expect(identifiers).not.toContain("000-00-0000");
});

test("adds its own codings and performer to an Observation", async () => {
  expect(await filed("Observation", heartRate)).toMatchObject({
    code: { coding: [{ code: "8867-4" }, { system: expect.stringContaining("urn:oid:1.2.840.114350") }] },
    performer: [{ display: "User Interconnect" }],
    issued: expect.any(String),
  });
});

test("keeps the digits of a decimal", async () => {
  const sent = JSON.stringify(heartRate).replace('"value":71', '"value":71.10');
  const created = await client.call("POST", "Observation", { body: sent });
  const answer = await client.get(created.headers.get("location") ?? "");
  expect(await answer.text()).toContain('"value":71.10');
});

test("moves a document's content to a Binary", async () => {
  const document = await filed("DocumentReference", {
    resourceType: "DocumentReference",
    status: "current",
    type: { text: "Note" },
    subject: { reference: `Patient/${camila}` },
    content: [{ attachment: { contentType: "text/plain", data: "aGVsbG8=" } }],
  });
  expect(document).toMatchObject({ content: [{ attachment: { url: expect.stringMatching(/^Binary\//) } }] });
});

const problem = {
  resourceType: "Condition",
  category: [{ coding: [{ code: "problem-list-item" }] }],
  code: { text: "Asthma" },
  subject: { reference: `Patient/${camila}` },
};

test("files a problem", async () => {
  expect(await filed("Condition", problem)).toMatchObject({ recordedDate: expect.any(String) });
});

describe("refuses to file", () => {
  test.each([
    ["a patient without a birth date", { ...newPatient, birthDate: undefined }, "59108"],
    ["a patient without a name", { ...newPatient, name: undefined }, "59108"],
    [
      "a patient it has",
      { ...newPatient, name: [{ family: "Lopez", given: ["Camila"] }], birthDate: "1987-09-12" },
      "59141",
    ],
    ["an Observation of nobody", { ...heartRate, subject: { reference: "Patient/nobody" } }, "59144"],
    ["an Observation without a time", { ...heartRate, effectiveDateTime: undefined }, "59108"],
    [
      "an Observation that no flowsheet has a row for",
      { ...heartRate, code: { coding: [{ code: "1-1" }] } },
      "59188",
    ],
    [
      "a diagnosis of an encounter",
      { ...problem, category: [{ coding: [{ code: "encounter-diagnosis" }] }] },
      "59159",
    ],
  ])("%s", async (_, resource, code) => {
    const before = await client.backstage("GET", `/_data/epic/${resource.resourceType}?limit=1`);
    const answer = await client.call("POST", resource.resourceType, { body: resource });
    expect([answer.status, codesIn(await fhirOf(answer))]).toEqual([400, [code]]);
    const after = await client.backstage("GET", `/_data/epic/${resource.resourceType}?limit=1`);
    expect((await after.json()).total).toBe((await before.json()).total);
  });

  test.each([
    ["broken JSON", "{"],
    ["a resource of another type", { resourceType: "Patient" }],
  ])("%s", async (_, body) => {
    const answer = await client.call("POST", "Observation", { body });
    expect([answer.status, codesIn(await fhirOf(answer))]).toEqual([400, ["59105"]]);
  });

  test("what is not sent as JSON", async () => {
    const headers = { "content-type": "text/plain" };
    expect((await client.call("POST", "Observation", { body: "x", headers })).status).toBe(415);
  });
});

describe("does not offer", () => {
  test.each([
    ["POST", "Appointment"],
    ["POST", "Encounter"],
    ["POST", "MedicationRequest"],
    ["PUT", `Patient/${camila}`],
    ["PATCH", `Patient/${camila}`],
    ["DELETE", `Patient/${camila}`],
  ])("%s %s", async (method, path) => {
    const body = { resourceType: path.split("/")[0], id: camila };
    expect((await client.call(method, path, { body })).status).toBe(405);
  });
});

describe("updates", () => {
  test("an Observation it has", async () => {
    const { id } = await filed("Observation", heartRate);
    const changed = { ...heartRate, id, status: "corrected", valueQuantity: { value: 77 } };
    const answer = await client.call("PUT", `Observation/${id}`, { body: changed });
    expect([answer.status, await answer.text()]).toEqual([200, ""]);
    expect(await fhirOf(await client.get(`Observation/${id}`))).toMatchObject({ status: "corrected", id });
  });

  test("no record that is not there, and none under another's id", async () => {
    const { id } = await filed("Observation", heartRate);
    const missing = await client.call("PUT", "Observation/eMissing", {
      body: { ...heartRate, id: "eMissing" },
    });
    expect(missing.status).toBe(404);
    const other = await client.call("PUT", `Observation/${id}`, { body: { ...heartRate, id: "eOther" } });
    expect(other.status).toBe(400);
  });
});
