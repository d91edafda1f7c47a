import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startVendor, type VendorClient } from "@/sandbox/testing/vendor-client";

const single = "system/Patient.rs system/Observation.read";
const bulk = "system/Group.read system/Patient.read";

let client: VendorClient;
beforeAll(async () => {
  client = await startVendor("eclinicalworks", single);
});
afterAll(() => client.close());

test("gives an assertion signed with RS384 a token of 300 seconds", async () => {
  const answer = await client.askSigned({ scope: single });
  expect([answer.status, await answer.json()]).toMatchObject([200, { scope: single, expires_in: 300 }]);
  const [patient] = await client.held("Patient");
  await client.authorize();
  expect((await client.get(`Patient/${patient?.id}`)).status).toBe(200);
  client.clock.nowMs += 300_000;
  expect((await client.get(`Patient/${patient?.id}`)).status).toBe(401);
  await client.authorize();
});

describe("refuses", () => {
  test.each(["RS256", "ES384"])("an assertion signed with %s", async (algorithm) => {
    const answer = await client.askSigned({ scope: single }, {}, algorithm);
    expect([answer.status, await answer.json()]).toMatchObject([401, { error: "invalid_client" }]);
  });

  test("a secret, and an assertion for another address", async () => {
    const answer = await client.askBySecret({ scope: single }, "secret");
    expect([answer.status, await answer.json()]).toMatchObject([400, { error: "invalid_request" }]);
    const elsewhere = await client.askSigned({ scope: single }, { aud: "https://example.org/token" });
    expect(elsewhere.status).toBe(401);
  });

  test.each([
    ["no scope", "", "invalid_request"],
    ["a scope it does not offer", `${single} system/Appointment.rs`, "invalid_grant"],
    ["writing", "system/Patient.cruds", "invalid_grant"],
  ])("%s", async (_, scope, error) => {
    const answer = await client.askSigned({ scope });
    expect([answer.status, await answer.json()]).toMatchObject([400, { error }]);
  });
});

test("keeps tokens for bulk export apart from those for single records", async () => {
  const [patient] = await client.held("Patient");
  const exported = `Group/${client.credentials.groupId}/$export?_type=Patient`;
  const headers = { prefer: "respond-async" };
  expect((await client.get(exported, headers)).status).toBe(403);
  await client.authorize(bulk);
  expect((await client.get(`Patient/${patient?.id}`)).status).toBe(403);
  const begun = await client.get(exported, headers);
  const status = begun.headers.get("content-location") ?? "";
  expect([begun.status, status]).toEqual([202, expect.stringMatching(/\$export-poll-location\?job_id=\w+$/)]);
  const { output } = await (await client.get(status)).json();
  const lines = (await (await client.get(output[0].url)).text()).trim().split("\n");
  expect(lines.map((line) => JSON.parse(line))).toEqual(await client.held("Patient"));
  expect((await client.call("DELETE", status)).status).toBe(202);
  await client.authorize();
});

test("takes 250 calls in a minute of the clock, tokens among them, and no more until it ends", async () => {
  client.clock.nowMs = Math.ceil(client.clock.nowMs / 60_000) * 60_000;
  const calls = await Promise.all(Array.from({ length: 249 }, () => client.get("metadata")));
  expect(new Set(calls.map(({ status }) => status))).toEqual(new Set([200]));
  await client.authorize();
  const over = await client.get("metadata");
  expect([over.status, over.headers.get("retry-after")]).toEqual([429, null]);
  expect((await client.askSigned({ scope: single })).status).toBe(429);
  client.clock.nowMs += 60_000;
  expect((await client.get("metadata")).status).toBe(200);
});
