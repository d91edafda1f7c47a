import { afterAll, beforeAll, expect, test } from "vitest";
import { startVendor, type VendorClient } from "@/sandbox/testing/vendor-client";

let client: VendorClient;
let patientId = "";
beforeAll(async () => {
  client = await startVendor("veradigm", "system/Patient.rs system/Observation.rs system/Condition.read");
  patientId = (await client.held("Patient"))[1]?.id ?? "";
});
afterAll(() => client.close());

test.each([
  ["_lastUpdated=ge2024-01-01T10:00:00", "a time without a zone"],
  ["_lastUpdated=ge2024-01-01T10Z", "an hour without minutes"],
  ["date=ne2024-01-01", "a comparison it does not know"],
  ["date=yesterday", "words"],
])("refuses %s: %s", async (query) => {
  const answer = await client.get(`Observation?patient=${patientId}&${query}`);
  expect([answer.status, await answer.json()]).toMatchObject([400, { resourceType: "OperationOutcome" }]);
});

test("finds what changed since an instant, whosever it is for patients", async () => {
  const since = new Date(client.clock.nowMs + 1_000).toISOString();
  const paths = [
    `Observation?patient=${patientId}&_lastUpdated=ge${since}`,
    `Patient?_lastUpdated=ge${since}`,
  ];
  for (const path of paths) expect(await client.found(path)).toEqual([]);
  client.clock.nowMs += 5_000;
  const [observation] = await client.found(`Observation?patient=${patientId}`);
  for (const one of [observation, (await client.held("Patient"))[1]]) {
    await client.backstage("PUT", `/_data/veradigm/${one?.resourceType}/${one?.id}`, one);
  }
  for (const path of paths) {
    const found = await client.found(path);
    expect(found).toMatchObject([{ meta: { lastUpdated: new Date(client.clock.nowMs).toISOString() } }]);
  }
});

test("overlooks parameters it does not know", async () => {
  const path = `Observation?patient=${patientId}`;
  const found = await client.found(`${path}&favourite=blue`);
  expect(found).toEqual(await client.found(path));
  expect(found.length).toBeGreaterThan(0);
});

test("claims writes in its metadata and refuses them", async () => {
  const { rest } = await (await client.get("metadata")).json();
  const observation = rest[0].resource.find(({ type }: { type: string }) => type === "Observation");
  expect(observation.interaction).toContainEqual({ code: "create" });
  const answer = await client.call("POST", "Observation", { body: { resourceType: "Observation" } });
  expect(answer.status).toBe(405);
});

test("serves a redacted record as it is held", async () => {
  const [condition] = await client.found(`Condition?patient=${patientId}`);
  const system = "http://terminology.hl7.org/CodeSystem/v3-ObservationValue";
  const redacted = {
    resourceType: "Condition",
    meta: { security: [{ system, code: "REDACTED" }] },
    subject: condition?.subject,
  };
  await client.backstage("PUT", `/_data/veradigm/Condition/${condition?.id}`, redacted);
  const served = await (await client.get(`Condition/${condition?.id}`)).json();
  expect(served).toMatchObject({ meta: redacted.meta, subject: redacted.subject });
  expect(served).not.toHaveProperty("code");
});

test("has no appointments", async () => {
  expect((await client.get(`Appointment?patient=${patientId}`)).status).toBe(404);
});
