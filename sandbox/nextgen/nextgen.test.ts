import { afterEach, expect, test } from "vitest";
import { startVendor, type VendorClient } from "@/sandbox/testing/vendor-client";

const scope = "system/*.rs";
let client: VendorClient;
afterEach(() => client.close());

async function sizeOf(path: string): Promise<number> {
  return (await client.found(path)).length;
}

test("Enterprise pages by _maxresults and overlooks _count", async () => {
  client = await startVendor("nextgen", scope);
  const path = `Observation?patient=${(await client.held("Patient"))[1]?.id}`;
  const all = await sizeOf(path);
  expect(all).toBeGreaterThan(2);
  expect([await sizeOf(`${path}&_count=2`), await sizeOf(`${path}&_maxresults=2`)]).toEqual([all, 2]);
});

test("Enterprise finds what changed, and notes times without versions", async () => {
  client = await startVendor("nextgen", scope);
  const since = new Date(client.clock.nowMs + 1_000).toISOString();
  const [, patient] = await client.held("Patient");
  client.clock.nowMs += 5_000;
  await client.backstage("PUT", `/_data/nextgen/Patient/${patient?.id}`, patient);
  const found = await client.found(`Patient?_lastUpdated=ge${since}`);
  expect(found.map(({ id }) => id)).toEqual([patient?.id]);
  expect(found[0]?.meta).toEqual({ lastUpdated: new Date(client.clock.nowMs).toISOString() });
});

test("Office insists on a patient, keeps no times, and numbers its records", async () => {
  client = await startVendor("nextgen-office", scope);
  const [observation] = await client.held("Observation");
  const answer = await client.get(`Observation?_id=${observation?.id}`);
  expect([answer.status, await answer.json()]).toMatchObject([400, { resourceType: "OperationOutcome" }]);
  expect(observation?.id).toMatch(/^\d+$/);
  expect(observation).not.toHaveProperty("meta");
});

test("Office exports at a base of its own, and names its jobs by a parameter", async () => {
  client = await startVendor("nextgen-office", scope);
  const bulkBase = client.baseUrl.replace("/api/fhir/r4", "/api/bulkfhir/r4");
  const headers = { prefer: "respond-async" };
  const path = `${bulkBase}/Group/${client.credentials.groupId}/$export?_type=Encounter`;
  const begun = await client.get(path, headers);
  expect(begun.headers.get("content-location")).toMatch(/\$export-poll-status\?_jobId=[0-9A-F]+$/);
  expect((await client.get(begun.headers.get("content-location") ?? "")).status).toBe(200);
});

test.each(["nextgen", "nextgen-office"])("%s has neither appointments nor medications", async (id) => {
  client = await startVendor(id, scope);
  for (const type of ["Appointment", "Medication"]) {
    expect((await client.get(`${type}?_id=1`)).status).toBe(404);
  }
});
