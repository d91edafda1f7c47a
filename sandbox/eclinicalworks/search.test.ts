import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fhirOf, matchesIn, nextOf } from "@/sandbox/testing/fhir-answers";
import { resourceTypes } from "@/sandbox/testing/resource-types";
import { startVendor, type VendorClient } from "@/sandbox/testing/vendor-client";

const types = resourceTypes.filter((type) => type !== "Appointment");

let client: VendorClient;
let patientId = "";
beforeAll(async () => {
  client = await startVendor("eclinicalworks", types.map((type) => `system/${type}.rs`).join(" "));
  patientId = (await client.held("Patient"))[1]?.id ?? "";
});
afterAll(() => client.close());

test.each(types)("reads %s", async (type) => {
  const [held] = await client.held(type);
  expect(await (await client.get(`${type}/${held?.id}`)).json()).toEqual(held);
  expect(await client.found(`${type}?_id=${held?.id}`)).toEqual([held]);
});

test("has no appointments in its FHIR interface", async () => {
  expect((await client.get("Appointment/1")).status).toBe(404);
});

describe("refuses with 400", () => {
  test.each([
    "Observation?category=laboratory",
    "Patient?gender=female",
    "Condition?patient=1&_lastUpdated=ge2026-01-01",
    "Patient?name=Smith&_lastUpdated=ge2026-01-01",
  ])("%s", async (path) => {
    const answer = await client.get(path);
    expect([answer.status, await answer.json()]).toMatchObject([400, { resourceType: "OperationOutcome" }]);
  });
});

test("finds the observations of a chart that changed since an instant, and nothing else by change", async () => {
  const since = new Date(client.clock.nowMs).toISOString();
  const path = `Observation?patient=${patientId}&_since=${since}`;
  expect(await client.found(path)).toEqual([]);
  const [observation] = await client.found(`Observation?patient=${patientId}`);
  client.clock.nowMs += 5_000;
  await client.backstage("PUT", `/_data/eclinicalworks/Observation/${observation?.id}`, observation);
  expect(await client.found(path)).toMatchObject([{ id: observation?.id }]);
});

test("leads from page to page by a parameter of its own", async () => {
  const [crowded] = await client.held("Patient");
  for (let i = 0; i < 25; i++) {
    const subject = { reference: `Patient/${crowded?.id}` };
    await client.backstage("POST", "/_data/eclinicalworks/Condition", { resourceType: "Condition", subject });
  }
  const first = await fhirOf(await client.get(`Condition?patient=${crowded?.id}`));
  const next = nextOf(first) ?? "";
  expect(next).toMatch(/\/fhir\/r4\/CLDEMO\/Condition\?page=[^&]+$/);
  const ids = [...matchesIn(first), ...(await client.found(next))].map(({ id }) => id);
  expect(new Set(ids).size).toBeGreaterThanOrEqual(25);
});

test.each([
  ["POST", "Patient"],
  ["PUT", "Observation/1"],
])("takes no %s of %s", async (method, path) => {
  const answer = await client.call(method, path, { body: { resourceType: path.split("/")[0] } });
  expect([answer.status, await answer.json()]).toMatchObject([405, { resourceType: "OperationOutcome" }]);
});
