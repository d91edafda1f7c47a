import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CernerClient, startCerner, usualScope } from "@/sandbox/testing/cerner-client";

let client: CernerClient;
beforeAll(async () => {
  client = await startCerner();
});
afterAll(() => client.close());

test("gives a system account with its secret a token of 570 seconds", async () => {
  const answer = await client.askBySecret({ scope: "system/Patient.rs" });
  expect([answer.status, await answer.json()]).toMatchObject([
    200,
    { expires_in: 570, scope: "system/Patient.rs" },
  ]);
  await client.authorize();
  expect((await client.get("Patient?family=Smith")).status).toBe(200);
  client.clock.nowMs += 570_000;
  expect((await client.get("Patient?family=Smith")).status).toBe(401);
  await client.authorize();
});

test("takes an assertion signed with a registered key", async () => {
  expect((await client.askSigned({ scope: usualScope }, {}, "ES384")).status).toBe(200);
});

describe("refuses", () => {
  test("a wrong secret", async () => {
    const answer = await client.askBySecret({ scope: usualScope }, "wrong");
    expect([answer.status, await answer.json()]).toMatchObject([400, { error: "invalid_client" }]);
  });

  test.each([
    ["no scope", {}],
    ["scopes of v1", { scope: "system/Patient.read system/Observation.write" }],
    ["a wildcard", { scope: "system/*.rs" }],
    ["an interaction that is not offered", { scope: "system/Practitioner.d" }],
  ])("%s", async (_, form: Record<string, string>) => {
    const answer = await client.askBySecret(form);
    const refusal = { error: "invalid_scope", error_uri: expect.stringMatching(/token:empty-scopes$/) };
    expect([answer.status, await answer.json()]).toMatchObject([400, refusal]);
  });

  test("a search with a scope that reads by id alone", async () => {
    const [patient] = await client.held("Patient");
    await client.authorize("system/Patient.r");
    expect((await client.get(`Patient/${patient?.id}`)).status).toBe(200);
    expect((await client.get("Patient?family=Smith")).status).toBe(403);
    expect((await client.get(`Encounter?patient=${patient?.id}`)).status).toBe(403);
    await client.authorize();
  });

  test("every format but JSON, and every tenant but its own", async () => {
    expect((await client.get("Patient?family=Smith", { accept: "application/fhir+xml" })).status).toBe(406);
    expect((await client.get("Patient?family=Smith", { accept: "*/*" })).status).toBe(200);
    const elsewhere = client.baseUrl.replace(/[^/]+$/, "another-tenant");
    expect((await client.get(`${elsewhere}/Patient?family=Smith`)).status).toBe(403);
  });
});
