import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startVendor, type VendorClient } from "@/sandbox/testing/vendor-client";

let client: VendorClient;
beforeAll(async () => {
  client = await startVendor("athenahealth", "system/Patient.rs system/Observation.rs");
});
afterAll(() => client.close());

test.each(["system/Patient.rs", "system/Patient.read"])(
  "gives a two-legged app a token for %s",
  async (scope) => {
    const byHeader = await client.askBySecret({ scope });
    expect([byHeader.status, await byHeader.json()]).toMatchObject([200, { scope, expires_in: 3_600 }]);
    const { clientId, clientSecret = "" } = client.credentials;
    const inForm = await client.askToken({ scope, client_id: clientId, client_secret: clientSecret });
    expect(inForm.status).toBe(200);
    expect((await client.askSigned({ scope })).status).toBe(200);
  },
);

describe("refuses", () => {
  test.each([undefined, "", "system/*.rs", "system/Patient.crus"])(
    "the scope %j, which is not offered",
    async (scope) => {
      const answer = await client.askBySecret(scope === undefined ? {} : { scope });
      expect([answer.status, await answer.json()]).toMatchObject([
        401,
        { error: "access_denied", error_description: expect.stringContaining("Policy evaluation failed") },
      ]);
    },
  );

  test("a wrong secret", async () => {
    const answer = await client.askBySecret({ scope: "system/Patient.rs" }, "wrong");
    expect([answer.status, await answer.json()]).toMatchObject([401, { error: "invalid_client" }]);
  });

  test("a search with a scope that reads by id alone, and a type without a scope", async () => {
    const [patient] = await client.held("Patient");
    await client.authorize("system/Patient.r");
    expect((await client.get(`Patient/${patient?.id}`)).status).toBe(200);
    expect((await client.get(`Patient?_id=${patient?.id}`)).status).toBe(403);
    expect((await client.get(`Encounter?patient=${patient?.id}`)).status).toBe(403);
    await client.authorize();
  });

  test("more than 100 calls in a second and more than 50 tokens in a minute", async () => {
    client.clock.nowMs += 60_000;
    const calls = await Promise.all(Array.from({ length: 101 }, () => client.get("metadata")));
    expect(calls.filter(({ status }) => status === 429)).toHaveLength(1);
    client.clock.nowMs += 1_000;
    expect((await client.get("metadata")).status).toBe(200);
    const asked = await Promise.all(Array.from({ length: 51 }, () => client.askBySecret({})));
    expect(asked.filter(({ status }) => status === 429)).toHaveLength(1);
  });

  test("what its gateway does not know, in one sentence", async () => {
    const elsewhere = client.baseUrl.replace("/fhir/r4", "/v9");
    const answer = await client.get(`${elsewhere}/Patient`);
    expect([answer.status, await answer.json()]).toEqual([404, "Service not registered with API gateway."]);
  });
});
