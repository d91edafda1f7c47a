import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { DELETE as revoke } from "@/app/api/fhir/clients/[id]/route";
import { GET as listRoute, POST as register } from "@/app/api/fhir/clients/route";
import { GET as smartRoute } from "@/app/api/fhir/R4/.well-known/smart-configuration/route";
import { GET as metadata } from "@/app/api/fhir/R4/metadata/route";
import { POST as tokenRoute } from "@/app/api/fhir/token/route";
import { type Caller, call, makeCaller } from "@/lib/integrations/testing/routes";
import { nowMs, setClock } from "@/lib/platform/clock";
import { newId } from "@/lib/platform/ids";
import { environmentForTests } from "@/lib/platform/testing/hooks";
import { setEnvironment } from "@/lib/platform/testing/installation";
import { resourceTypes } from "./resource-types";
import { type Facade, facadeFor } from "./testing/facade";

environmentForTests();
const tokenUrl = "http://localhost:3000/api/fhir/token";
let admin: Caller;
let rsa: CryptoKeyPair;
let publicKey: object;

beforeAll(async () => {
  setEnvironment({ OUTBOUND_ALLOW: "127.0.0.1" });
  admin = await makeCaller("admin");
  rsa = await generateKeyPair("RS384", { modulusLength: 2_048 });
  publicKey = { ...(await exportJWK(rsa.publicKey)), kid: "k1", alg: "RS384" };
});

async function registered(scopes: string[], keys: object = { jwks: { keys: [publicKey] } }): Promise<string> {
  const { status, json } = await call("POST", register, {
    caller: admin,
    body: { name: "Loader", scopes, ...keys },
  });
  expect([status, json.detail, json.errors]).toEqual([201, undefined, undefined]);
  return json.clientId;
}

interface Claims {
  readonly aud?: string;
  readonly sub?: string;
  readonly jti?: string;
  readonly seconds?: number;
  readonly key?: CryptoKey;
  readonly alg?: string;
  readonly kid?: string;
}

function assertion(clientId: string, claims: Claims = {}): Promise<string> {
  const { aud = tokenUrl, sub = clientId, jti = newId(), seconds = 300 } = claims;
  const { key = rsa.privateKey, alg = "RS384", kid = "k1" } = claims;
  return new SignJWT()
    .setProtectedHeader({ alg, kid })
    .setIssuer(clientId)
    .setSubject(sub)
    .setAudience(aud)
    .setJti(jti)
    .setExpirationTime(Math.floor(nowMs() / 1_000) + seconds)
    .sign(key);
}

async function ask(client_assertion: string, scope: string, more: Record<string, string> = {}) {
  const form = new URLSearchParams({
    grant_type: "client_credentials",
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion,
    scope,
    ...more,
  });
  const response = await tokenRoute(new Request(tokenUrl, { method: "POST", body: form }), {
    params: Promise.resolve({}),
  });
  return { status: response.status, headers: response.headers, json: await response.json() };
}

async function facadeWith(...scopes: string[]): Promise<Facade> {
  const clientId = await registered(scopes);
  const { json } = await ask(await assertion(clientId), scopes.join(" "));
  return facadeFor(`Bearer ${json.access_token}`);
}

const jane = { resourceType: "Patient", name: [{ family: "Doe" }] };

describe("a registered client", () => {
  it("gets a short-lived token for scopes it holds, once for each assertion", async () => {
    const clientId = await registered(["system/Patient.read", "system/Observation.rs"]);
    const signed = await assertion(clientId);
    const { status, json, headers } = await ask(signed, "system/Patient.rs system/Observation.cruds");
    expect(status).toBe(200);
    expect(json).toMatchObject({ token_type: "bearer", expires_in: 300, scope: "system/Patient.rs" });
    expect(headers.get("cache-control")).toBe("no-store");
    const again = await ask(signed, "system/Patient.rs");
    expect([again.status, again.json.error]).toEqual([401, "invalid_client"]);
  });

  it("is refused an assertion for somebody else, of another key, too long or spent, and other grants", async () => {
    const clientId = await registered(["system/*.read"]);
    const other = await generateKeyPair("ES384");
    const refusals: [string, Record<string, string>?][] = [
      [await assertion(clientId, { aud: "https://elsewhere.example/token" })],
      [await assertion(clientId, { sub: newId() })],
      [await assertion(newId())],
      [await assertion(clientId, { key: other.privateKey, alg: "ES384" })],
      [await assertion(clientId, { seconds: 3_600 })],
      [await assertion(clientId, { seconds: -60 })],
      ["no.such.token"],
    ];
    for (const [signed] of refusals) {
      const { status, json } = await ask(signed, "system/Patient.read");
      expect([status, json.error]).toEqual([401, "invalid_client"]);
    }
    const grant = await ask(await assertion(clientId), "system/Patient.read", { grant_type: "password" });
    expect([grant.status, grant.json.error]).toEqual([400, "unsupported_grant_type"]);
    const scope = await ask(await assertion(clientId), "system/Patient.write patient/Patient.read");
    expect([scope.status, scope.json.error]).toEqual([400, "invalid_scope"]);
    const incomplete = await ask("", "system/Patient.read");
    expect([incomplete.status, incomplete.json.error]).toEqual([400, "invalid_request"]);
  });

  it("loses its access when its token ends or it is revoked", async () => {
    const clientId = await registered(["system/Patient.read"]);
    const { json } = await ask(await assertion(clientId), "system/Patient.read");
    const fhir = facadeFor(`Bearer ${json.access_token}`);
    expect((await fhir("GET", "Patient")).status).toBe(200);
    const restore = setClock(() => Date.now() + 301_000);
    expect((await fhir("GET", "Patient")).status).toBe(401);
    restore();
    const listed = await call("GET", listRoute, { caller: admin });
    expect(listed.json.data.map(({ clientId: id }: { clientId: string }) => id)).toContain(clientId);
    expect((await call("DELETE", revoke, { caller: admin, id: clientId })).status).toBe(204);
    expect((await fhir("GET", "Patient")).status).toBe(401);
    expect((await call("DELETE", revoke, { caller: admin, id: clientId })).status).toBe(404);
  });

  it("may sign with ES384, and publish its keys at an address that is asked anew for a key not seen before", async () => {
    const pair = await generateKeyPair("ES384");
    let keys: object[] = [publicKey];
    const server: Server = createServer((_request, response) => response.end(JSON.stringify({ keys })));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const clientId = await registered(["system/Patient.read"], { jwksUrl: `http://127.0.0.1:${port}/jwks` });
    expect((await ask(await assertion(clientId), "system/Patient.read")).status).toBe(200);
    keys = [{ ...(await exportJWK(pair.publicKey)), kid: "k2" }];
    const signed = await assertion(clientId, { key: pair.privateKey, alg: "ES384", kid: "k2" });
    expect((await ask(signed, "system/Patient.read")).status).toBe(200);
    await new Promise((resolve) => server.close(resolve));
  });

  it("is not registered with scopes that are not kept, private keys, keys that cannot sign, a closed address, or by who may not", async () => {
    const body = { name: "Loader", scopes: ["system/Patient.read"], jwks: { keys: [publicKey] } };
    const refusals: [object, number][] = [
      [{ ...body, scopes: ["system/Observation.rs?category=laboratory"] }, 422],
      [{ ...body, scopes: ["patient/Patient.read"] }, 422],
      [{ ...body, scopes: [] }, 422],
      [{ ...body, jwks: { keys: [{ ...publicKey, d: "x" }] } }, 422],
      [{ ...body, jwks: { keys: [{ ...publicKey, alg: "RS256" }] } }, 422],
      [{ ...body, jwksUrl: "https://example.org/jwks" }, 422],
      [{ ...body, jwks: undefined }, 422],
    ];
    for (const [refused, status] of refusals) {
      expect((await call("POST", register, { caller: admin, body: refused })).status).toBe(status);
    }
    const closed = { ...body, jwks: undefined, jwksUrl: "http://10.0.0.1/jwks" };
    expect((await call("POST", register, { caller: admin, body: closed })).status).toBeGreaterThanOrEqual(
      400,
    );
    expect((await call("POST", register, { caller: await makeCaller("integration"), body })).status).toBe(
      403,
    );
  });
});

describe("scopes", () => {
  it.each([
    ["system/Patient.read", 200, 200, 403, 403],
    ["system/Patient.rs", 200, 200, 403, 403],
    ["system/Patient.r", 200, 403, 403, 403],
    ["system/Patient.s", 403, 200, 403, 403],
    ["system/Patient.write", 403, 403, 201, 204],
    ["system/Patient.c", 403, 403, 201, 403],
    ["system/Patient.cruds", 200, 200, 201, 204],
    ["system/*.*", 200, 200, 201, 204],
    ["system/Observation.*", 403, 403, 403, 403],
  ])("%s", async (scope, read, search, create, remove) => {
    const all = await facadeWith("system/*.*");
    const { id } = (await all("POST", "Patient", { body: jane })).json;
    const fhir = await facadeWith(scope);
    expect((await fhir("GET", `Patient/${id}`)).status).toBe(read);
    expect((await fhir("GET", "Patient")).status).toBe(search);
    expect((await fhir("POST", "Patient", { body: jane })).status).toBe(create);
    expect((await fhir("DELETE", `Patient/${id}`)).status).toBe(remove);
  });

  it("hold inside bundles, inclusions, chains and histories", async () => {
    const all = await facadeWith("system/*.*");
    const { id } = (await all("POST", "Patient", { body: jane })).json;
    const observation = {
      resourceType: "Observation",
      status: "final",
      code: { text: "x" },
      subject: { reference: `Patient/${id}` },
    };
    await all("POST", "Observation", { body: observation });
    const fhir = await facadeWith("system/Observation.read");
    const batch = {
      resourceType: "Bundle",
      type: "batch",
      entry: [{ request: { method: "GET", url: `Patient/${id}` } }],
    };
    expect((await fhir("POST", "", { body: batch })).json.entry[0].response.status).toBe("403");
    const { json } = await fhir("GET", `Observation?patient=${id}&_include=Observation:patient`);
    expect(
      json.entry.map(({ resource }: { resource: { resourceType: string } }) => resource.resourceType),
    ).toEqual(["Observation"]);
    expect((await fhir("GET", "Observation?patient.name=doe")).status).toBe(403);
    expect((await fhir("GET", "Patient/_history")).status).toBe(403);
    const types = (await fhir("GET", "_history")).json.entry.map(
      ({ resource }: { resource: { resourceType: string } }) => resource.resourceType,
    );
    expect(new Set(types)).toEqual(new Set(["Observation"]));
  });
});

it("tells strangers what it does and how to get a token", async () => {
  const context = { params: Promise.resolve({}) };
  const statement = await (
    await metadata(new Request("http://localhost:3000/api/fhir/R4/metadata"), context)
  ).json();
  expect(statement).toMatchObject({ resourceType: "CapabilityStatement", fhirVersion: "4.0.1" });
  expect(statement.rest[0].resource.map(({ type }: { type: string }) => type)).toEqual([
    ...resourceTypes,
    "Group",
    "Subscription",
  ]);
  const smart = await (await smartRoute(new Request("http://localhost:3000/"), context)).json();
  expect(smart).toMatchObject({ token_endpoint: tokenUrl });
});
