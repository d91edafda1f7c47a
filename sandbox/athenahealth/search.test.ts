import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { matchesIn } from "@/sandbox/testing/fhir-answers";
import { resourceTypes } from "@/sandbox/testing/resource-types";
import { startVendor, type VendorClient } from "@/sandbox/testing/vendor-client";

const practice = "ah-practice=Organization/a-1.Practice-195900";

let client: VendorClient;
let patientId = "";
beforeAll(async () => {
  const scope = [...resourceTypes, "Group"].map((type) => `system/${type}.rs`).join(" ");
  client = await startVendor("athenahealth", scope, { pageSessionSeconds: 60 });
  patientId = (await client.held("Patient"))[1]?.id ?? "";
});
afterAll(() => client.close());

async function found(path: string) {
  // A second of its own: this is no test of the gateway's limit.
  client.clock.nowMs += 1_000;
  return client.found(path);
}

describe("refuses, naming the combinations it needs,", () => {
  test.each([
    [`Patient?family=Smith&${practice}`, "[[_id],[identifier],[name],[family,birthdate]"],
    ["Observation?category=laboratory", "[[patient],[_id]]"],
    ["MedicationRequest?patient=a-195900.E-1", "[[patient,intent],[_id]]"],
    ["Appointment?patient=a-195900.E-1", "[[_id],[_query,base-appointment-id]"],
    [`Practitioner?${practice}`, "[[_id],[identifier,ah-practice]]"],
    ["Encounter?_lastUpdated=ge2026-01-01", "[[patient],[_id]]"],
  ])("%s", async (path, combinations) => {
    const answer = await client.get(path);
    const body: unknown = await answer.json();
    expect([answer.status, body]).toMatchObject([403, { issue: [{ severity: "fatal", code: "forbidden" }] }]);
    expect(JSON.stringify(body)).toContain(combinations);
  });
});

describe("refuses with 400", () => {
  test("a patient's name without the practice, outside FHIR's words", async () => {
    const answer = await client.get("Patient?name=Smith");
    expect([answer.status, await answer.json()]).toEqual([400, { details: expect.any(String) }]);
  });

  test.each([
    "Observation?patient=1&_lastUpdated=ge2026-01-01T00:00:00Z",
    "Observation?patient=1&colour=red",
  ])("%s", async (path) => {
    const answer = await client.get(path);
    expect([answer.status, await answer.json()]).toMatchObject([400, { resourceType: "OperationOutcome" }]);
  });
});

test("refuses a practice that is not the application's", async () => {
  expect((await client.get("Patient?name=Smith&ah-practice=Organization/a-1.Practice-1")).status).toBe(403);
});

test.each(resourceTypes)("reads %s under ids that name the practice", async (type) => {
  const [held] = await client.held(type);
  expect(held?.id).toMatch(/^a-195900\.[A-Za-z]+-\d+$/);
  expect(await (await client.get(`${type}/${held?.id}`)).json()).toEqual(held);
  expect(await found(`${type}?_id=${held?.id}`)).toEqual([held]);
});

test("finds a patient by number, and by names with the birth date", async () => {
  const [, patient] = await client.held("Patient");
  const { identifier, name, birthDate } = JSON.parse(JSON.stringify(patient));
  const byNumber = await found(`Patient?identifier=${identifier[0].value}&${practice}`);
  const byNames = await found(`Patient?family=${name[0].family}&birthdate=${birthDate}&${practice}`);
  expect([byNumber, byNames].map(([one]) => one?.id)).toEqual([patientId, patientId]);
});

test("finds what changed since a day in one chart", async () => {
  const day = new Date(client.clock.nowMs + 86_400_000).toISOString().slice(0, 10);
  const path = `Observation?patient=${patientId}&_lastUpdated=ge${day}`;
  expect(await found(path)).toEqual([]);
  const [observation] = await found(`Observation?patient=${patientId}`);
  client.clock.nowMs += 86_400_000;
  await client.authorize();
  await client.backstage("PUT", `/_data/athenahealth/Observation/${observation?.id}`, observation);
  expect(await found(path)).toMatchObject([
    { id: observation?.id, meta: { lastUpdated: expect.any(String) } },
  ]);
});

test("pages by cursors that end", async () => {
  const whole = await found(`Observation?patient=${patientId}`);
  const pages = await client.pages(`Observation?patient=${patientId}&_count=2`);
  expect(pages.flatMap(({ page }) => matchesIn(page))).toEqual(whole);
  for (const { link } of pages.slice(1)) expect(link).toMatch(/\?cursor=[^&]+$/);
  client.clock.nowMs += 60_000;
  expect((await client.get(pages.at(-1)?.link ?? "")).status).toBe(400);
});

test.each([
  ["POST", "Patient"],
  ["PUT", "Observation/a-195900.Observation-1000000"],
  ["PATCH", "Patient/a-195900.E-1000000"],
  ["DELETE", "Condition/a-195900.Condition-1000000"],
])("takes no %s of %s", async (method, path) => {
  const answer = await client.call(method, path, { body: { resourceType: path.split("/")[0] } });
  expect([answer.status, await answer.json()]).toMatchObject([405, { resourceType: "OperationOutcome" }]);
});

test("tells a deleted record from an unknown one", async () => {
  const condition = (await client.held("Condition")).at(-1);
  await client.backstage("DELETE", `/_data/athenahealth/Condition/${condition?.id}`);
  expect((await client.get(`Condition/${condition?.id}`)).status).toBe(410);
  expect((await client.get("Condition/a-195900.Condition-1")).status).toBe(404);
});

test("exports its group", async () => {
  const headers = { prefer: "respond-async" };
  const begun = await client.get(`Group/${client.credentials.groupId}/$export?_type=Patient`, headers);
  const { output } = await (await client.get(begun.headers.get("content-location") ?? "")).json();
  const lines = (await (await client.get(output[0].url)).text()).trim().split("\n");
  expect(lines.map((line) => JSON.parse(line))).toEqual(await client.held("Patient"));
});
