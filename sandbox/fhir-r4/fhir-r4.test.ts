import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { startVendor, type VendorClient } from "@/sandbox/testing/vendor-client";

const versioned = z.looseObject({ id: z.string(), meta: z.looseObject({ versionId: z.string() }) });
let client: VendorClient;
beforeAll(async () => {
  client = await startVendor("fhir-r4", "system/Patient.crus system/Observation.read");
});
afterAll(() => client.close());

test("answers a search that asks for everything", async () => {
  const found = await client.found("Patient?_count=500");
  expect(found).toEqual(await client.held("Patient"));
});

test("creates with a version, and replaces at that version alone", async () => {
  const body = { resourceType: "Patient", name: [{ family: "Newcomer" }] };
  const created = await client.call("POST", "Patient", { body });
  const resource = versioned.parse(await created.json());
  expect([created.status, resource.meta.versionId]).toEqual([201, "1"]);
  expect(created.headers.get("location")).toBe(`${client.baseUrl}/Patient/${resource.id}/_history/1`);
  const path = `Patient/${resource.id}`;
  const headers = { "if-match": 'W/"1"' };
  const replaced = await client.call("PUT", path, { body: resource, headers });
  expect([replaced.status, replaced.headers.get("etag")]).toEqual([200, 'W/"2"']);
  expect((await client.call("PUT", path, { body: resource, headers })).status).toBe(412);
  expect((await client.call("PUT", path, { body: resource })).status).toBe(200);
});

test("takes no writes beyond the scope", async () => {
  const body = { resourceType: "Observation" };
  expect((await client.call("POST", "Observation", { body })).status).toBe(403);
});

test("finds by the time of change what a comparison of every record would find", async () => {
  const held = await client.held("Observation");
  const changed = versioned.parse(held[3]);
  client.clock.nowMs += 60_000;
  await client.backstage("PUT", `/_data/fhir-r4/Observation/${changed.id}`, changed);
  const records = z
    .array(z.object({ id: z.string(), meta: z.object({ lastUpdated: z.string() }) }))
    .parse(await client.held("Observation"));
  const now = new Date(client.clock.nowMs).toISOString();
  for (const since of ["1900-01-01", "2024-01-01T00:00:00Z", "2026-02-01T00:00:00Z", now, "2999-01-01"]) {
    const found = await client.found(`Observation?_lastUpdated=ge${since}&_count=500`);
    const expected = records.filter(({ meta }) => Date.parse(meta.lastUpdated) >= Date.parse(since));
    expect(
      found.map(({ id }) => id),
      since,
    ).toEqual(expected.map(({ id }) => id));
  }
});
