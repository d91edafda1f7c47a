import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { fhirOf, matchesIn, nextOf } from "@/sandbox/testing/fhir-answers";
import { startVendor, type VendorClient } from "@/sandbox/testing/vendor-client";

const types = ["Patient", "Practitioner", "Observation", "MedicationRequest", "Appointment", "Medication"];
let client: VendorClient;
let patientId = "";
beforeAll(async () => {
  client = await startVendor("meditech", types.map((type) => `system/${type}.rs`).join(" "));
  patientId = (await client.held("Patient"))[1]?.id ?? "";
});
afterAll(() => client.close());

test.each([
  ["a write", "POST", "Patient", 405],
  ["an unknown record", "GET", "Patient/nobody", 404],
  ["an unknown parameter", "GET", "Observation?patient=1&_lastUpdated=ge2024-01-01", 400],
  ["a chart without a patient", "GET", "Observation?category=laboratory", 400],
  ["a practitioner by both names", "GET", "Practitioner?family=Lee&given=Ann", 400],
  ["an encounter's requests without an intent", "GET", "MedicationRequest?patient=1&encounter=2", 400],
  ["appointments on a day", "GET", "Appointment?patient=1&date=2026-01-01", 400],
  ["records out of scope", "GET", "Condition?patient=1", 403],
])("refuses %s in JSON of its own", async (_, method, path, status) => {
  const body = method === "POST" ? { resourceType: "Patient" } : undefined;
  const answer = await client.call(method, path, { body });
  expect([answer.status, await answer.json()]).toEqual([
    status,
    { detail: expect.any(String), resource: "v1/resource/error/_version/1/" },
  ]);
});

test("marks every reply for its support", async () => {
  const { headers } = await client.get(`Patient/${patientId}`);
  expect(headers.get("mtrestapi-requestid")).toMatch(/^[0-9a-f-]{36}$/);
  expect(headers.get("traceparent")).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
});

test("keeps the question in a link to a next page, and counts the page alone", async () => {
  const page = await fhirOf(await client.get(`Observation?patient=${patientId}&_count=2`));
  expect([page.total, matchesIn(page).length]).toEqual([2, 2]);
  expect(nextOf(page)).toContain(`Observation?patient=${patientId}&_count=2&continue=`);
});

test("notes neither versions nor times, and names Observations by their kind", async () => {
  const found = await client.found(`Observation?patient=${patientId}`);
  expect(new Set(found.map(({ id }) => id?.slice(0, 3)))).toEqual(new Set(["LA.", "VS."]));
  const written = await client.backstage("PUT", `/_data/meditech/Patient/${patientId}`, {
    ...(await client.held("Patient"))[1],
    meta: { versionId: "3", lastUpdated: "2026-01-01T00:00:00Z" },
  });
  expect(written.status).toBe(200);
  for (const one of [...found, ...(await client.held("Patient"))]) expect(one).not.toHaveProperty("meta");
});

test("finds a patient by «Last,First»", async () => {
  const [{ family, given }] = z
    .object({ name: z.tuple([z.object({ family: z.string(), given: z.array(z.string()) })], z.unknown()) })
    .parse(await (await client.get(`Patient/${patientId}`)).json()).name;
  const found = await client.found(`Patient?name=${family}, ${given[0]}`);
  expect(found.map(({ id }) => id)).toContain(patientId);
  expect(await client.found(`Patient?name=${family},Nobody`)).toEqual([]);
});

test("exports all patients without a group", async () => {
  const begun = await client.get("Patient/$export?_type=Patient", { prefer: "respond-async" });
  expect(begun.status).toBe(202);
});
