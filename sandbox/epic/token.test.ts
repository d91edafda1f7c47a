import { createServer } from "node:http";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type EpicClient, startEpic } from "@/sandbox/testing/epic-client";

let client: EpicClient;
beforeAll(async () => {
  client = await startEpic({ tokenLifetimeSeconds: 60 });
});
afterAll(() => client.close());

test("answers a good assertion with a bearer token and the scopes of the application", async () => {
  const answer = await client.askSigned({});
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({
    token_type: "bearer",
    expires_in: 60,
    scope: expect.stringContaining("system/Patient.r system/Patient.s"),
  });
});

const nowSeconds = () => Math.floor(client.clock.nowMs / 1_000);

describe("refuses as invalid_client an assertion", () => {
  test.each([
    ["for another audience", () => client.assertion({ aud: "http://127.0.0.1/other" })],
    ["whose subject is not its issuer", () => client.assertion({ sub: "someone-else" })],
    ["of an unknown client", () => client.assertion({ iss: "nobody", sub: "nobody" })],
    ["that lives more than five minutes", () => client.assertion({ exp: nowSeconds() + 301 })],
    ["that ended", () => client.assertion({ iat: nowSeconds() - 100, exp: nowSeconds() - 1 })],
    ["made in the future", () => client.assertion({ iat: nowSeconds() + 30 })],
    ["not valid yet", () => client.assertion({ nbf: nowSeconds() + 30 })],
    ["without a jti", () => client.assertion({ jti: undefined })],
    ["whose jti is longer than 151 characters", () => client.assertion({ jti: "j".repeat(152) })],
    ["under a key that is not published", () => client.assertion({}, { kid: "unknown" })],
    ["that is no JWT", async () => "nonsense"],
  ])("%s", async (_, make) => {
    const answer = await client.askByAssertion(await make());
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({ error: "invalid_client", error_description: null });
    expect(answer.headers.get("x-sandbox-reason")).not.toBe("");
  });

  test("signed by a foreign key", async () => {
    const { privateKey } = await generateKeyPair("RS384");
    const { clientId } = client.credentials;
    const forged = await new SignJWT({ jti: "forged" })
      .setProtectedHeader({ alg: "RS384", kid: "RS384" })
      .setIssuer(clientId)
      .setSubject(clientId)
      .setAudience(client.tokenUrl)
      .setExpirationTime(nowSeconds() + 60)
      .sign(privateKey);
    expect((await client.askByAssertion(forged)).status).toBe(400);
  });

  test("sent a second time", async () => {
    const assertion = await client.assertion();
    expect((await client.askByAssertion(assertion)).status).toBe(200);
    const again = await client.askByAssertion(assertion);
    expect(again.status).toBe(400);
    expect(again.headers.get("x-sandbox-reason")).toBe("jti was used before");
  });
});

test.each(["RS256", "RS512", "ES384"])("takes %s from a registered key set", async (alg) => {
  const { publicKey, privateKey } = await generateKeyPair(alg);
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: alg, alg }] };
  await client.backstage("POST", "/_clients", { vendor: "epic", clientId: alg, jwks });
  const assertion = await new SignJWT({ jti: alg, iss: alg, sub: alg, aud: client.tokenUrl })
    .setProtectedHeader({ alg, kid: alg })
    .setExpirationTime(nowSeconds() + 60)
    .sign(privateKey);
  expect((await client.askByAssertion(assertion)).status).toBe(200);
});

test("fetches the key set from its address once for many assertions", async () => {
  const { publicKey, privateKey } = await generateKeyPair("ES384");
  const jwk = { ...(await exportJWK(publicKey)), kid: "published", alg: "ES384" };
  let fetches = 0;
  const publisher = createServer((_, response) => {
    fetches += 1;
    response.setHeader("content-type", "application/json").end(JSON.stringify({ keys: [jwk] }));
  });
  await new Promise<void>((resolve) => publisher.listen(0, "127.0.0.1", resolve));
  const address = publisher.address();
  const jwksUrl = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/jwks.json`;
  await client.backstage("POST", "/_clients", { vendor: "epic", clientId: "remote", jwksUrl });
  for (const jti of ["first", "second"]) {
    const assertion = await new SignJWT({ jti, iss: "remote", sub: "remote", aud: client.tokenUrl })
      .setProtectedHeader({ alg: "ES384", kid: "published" })
      .setExpirationTime(nowSeconds() + 60)
      .sign(privateKey);
    expect((await client.askByAssertion(assertion)).status).toBe(200);
  }
  expect(fetches).toBe(1);
  publisher.close();
});

test("refuses another grant type", async () => {
  const body = new URLSearchParams({ grant_type: "password" });
  const answer = await fetch(client.tokenUrl, { method: "POST", body });
  expect([answer.status, await answer.json()]).toMatchObject([400, { error: "unsupported_grant_type" }]);
});

test("asks for a token on every FHIR call, and no longer takes one that ended", async () => {
  const withoutToken = await client.get("Patient/erXuFYUfucBZaryVksYEcMg3", { authorization: "" });
  expect(withoutToken.status).toBe(401);
  expect(withoutToken.headers.get("www-authenticate")).toContain("Bearer");
  expect((await client.get("Patient/erXuFYUfucBZaryVksYEcMg3")).status).toBe(200);
  client.clock.nowMs += 60_000;
  expect((await client.get("Patient/erXuFYUfucBZaryVksYEcMg3")).status).toBe(401);
  await client.authorize();
  expect((await client.get("Patient/erXuFYUfucBZaryVksYEcMg3")).status).toBe(200);
});

test("describes itself to anyone", async () => {
  const configuration = await client.get(".well-known/smart-configuration", { authorization: "" });
  expect(await configuration.json()).toMatchObject({ token_endpoint: client.tokenUrl });
  const metadata = await client.get("metadata", { authorization: "" });
  expect(await metadata.json()).toMatchObject({ resourceType: "CapabilityStatement", fhirVersion: "4.0.1" });
});
