import { exportJWK, generateKeyPair } from "jose";
import { beforeAll, expect, it } from "vitest";
import {
  type FhirClientForm,
  fieldAt,
  newFhirClientForm,
  requestOf,
  resolveFhirClientForm,
  scopesOf,
} from "./fhir-client-form";

const filled: FhirClientForm = {
  ...newFhirClientForm,
  name: "Loader",
  jwksUrl: "https://loader.example/jwks.json",
  reads: ["Patient"],
};
let rsa: object;
let ec: object;
let privateKey: object;

beforeAll(async () => {
  const keys = await generateKeyPair("RS384", { extractable: true });
  rsa = { ...(await exportJWK(keys.publicKey)), kid: "a", alg: "RS384" };
  privateKey = { ...(await exportJWK(keys.privateKey)), kid: "a" };
  ec = { ...(await exportJWK((await generateKeyPair("ES384")).publicKey)), kid: "b" };
});

const complaints = async (form: FhirClientForm) => {
  const options = { fields: {}, shouldUseNativeValidation: false };
  const { errors } = await resolveFhirClientForm(form, undefined, options);
  return Object.fromEntries(Object.entries(errors).map(([field, error]) => [field, error?.message]));
};

const ofKeys = async (jwks: unknown) => {
  const text = typeof jwks === "string" ? jwks : JSON.stringify(jwks);
  return (await complaints({ ...filled, keysFrom: "paste", jwks: text })).jwks;
};

it("writes what is chosen as scopes, each once, and every type in place of the others", () => {
  const none = { reads: [], writes: [], furtherScopes: "" };
  expect(scopesOf({ ...none, reads: ["Patient", "Observation"], writes: ["Patient", "Task"] })).toEqual([
    "system/Observation.rs",
    "system/Patient.cruds",
    "system/Task.cud",
  ]);
  expect(scopesOf({ ...none, reads: ["Patient", "*"], writes: ["Patient"] })).toEqual([
    "system/*.rs",
    "system/Patient.cud",
  ]);
  const furtherScopes = '"system/Patient.rs", system/Encounter.r\n';
  expect(scopesOf({ ...none, reads: ["Patient"], furtherScopes })).toEqual([
    "system/Patient.rs",
    "system/Encounter.r",
  ]);
});

it("sends the keys or their address, whichever is chosen, and takes one key for a set of one", () => {
  const both = { ...filled, jwks: JSON.stringify(rsa) };
  expect(requestOf(both)).toEqual({ name: "Loader", jwksUrl: filled.jwksUrl, scopes: ["system/Patient.rs"] });
  expect(requestOf({ ...both, keysFrom: "paste" })).toEqual({
    name: "Loader",
    jwks: { keys: [rsa] },
    scopes: ["system/Patient.rs"],
  });
});

it("says at each field what to write instead", async () => {
  expect(await complaints(filled)).toEqual({});
  expect(await complaints({ ...newFhirClientForm, furtherScopes: "patient/*.read" })).toEqual({
    name: "Write a name",
    jwksUrl: "Write a whole address, such as https://loader.example/jwks.json",
    furtherScopes:
      "patient/*.read: write system/Patient.read or, letters in the order cruds, system/Patient.rs",
  });
  expect((await complaints({ ...filled, reads: [] })).reads).toBe("Choose at least one");
});

it("tells a key set that cannot work before it is sent", async () => {
  expect(await ofKeys({ keys: [rsa] })).toBeUndefined();
  expect(await ofKeys({ keys: [ec] })).toBeUndefined();
  expect(await ofKeys(rsa)).toBeUndefined();
  expect(await ofKeys("-----BEGIN PUBLIC KEY-----")).toBe('Paste public keys as JSON: {"keys": [ … ]}');
  expect(await ofKeys([rsa])).toBe("A key set is an object with a list named keys");
  expect(await ofKeys({ keys: [] })).toBe("Put at least one key in");
  expect(await ofKeys({ keys: [{ ...rsa, kid: undefined }] })).toBe("Give each key a kid");
  expect(await ofKeys(privateKey)).toBe("Send public keys only: d is the private half");
  for (const useless of [{ alg: "RS256" }, { use: "enc" }, { n: "AQAB" }, { e: undefined }]) {
    expect(await ofKeys({ ...rsa, ...useless })).toMatch(/^None can sign/);
  }
  expect(await ofKeys({ ...ec, crv: "P-256" })).toMatch(/^None can sign/);
  expect(await ofKeys({ keys: [{ ...rsa, alg: "RS256" }, ec] })).toBeUndefined();
});

it("finds the field of a complaint of the server", () => {
  expect(["name", "jwks.keys.0.kid", "jwksUrl", "scopes[1]", "nothing"].map(fieldAt)).toEqual([
    "name",
    "jwks",
    "jwksUrl",
    "reads",
    undefined,
  ]);
});
