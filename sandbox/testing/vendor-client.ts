/** A client of a simulated vendor for tests: a sandbox and a key of its own, and a clock that tests set forward. */
import { randomUUID } from "node:crypto";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import { z } from "zod";
import { type SandboxOptions, startSandbox } from "@/sandbox";

const vendorList = z.array(
  z.object({
    vendor: z.string(),
    baseUrl: z.string(),
    tokenUrl: z.string(),
    credentials: z.looseObject({
      clientId: z.string(),
      clientSecret: z.string().optional(),
      groupId: z.string().optional(),
    }),
  }),
);
const held = z.object({ total: z.number(), items: z.array(z.looseObject({ id: z.string() })) });
const token = z.object({ access_token: z.string() });
const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/** Pairs are kept: making RSA keys is slow. */
const pairs = new Map<string, ReturnType<typeof generateKeyPair>>();

async function pairOf(algorithm: string) {
  const pair = pairs.get(algorithm) ?? generateKeyPair(algorithm);
  pairs.set(algorithm, pair);
  return pair;
}

interface Init {
  body?: unknown;
  headers?: Record<string, string>;
}

export type VendorClient = Awaited<ReturnType<typeof startVendor>>;

/** Starts a sandbox with few patients and signs in to one vendor by assertion, with the scope given. */
export async function startVendor(id: string, scope: string, options: SandboxOptions = {}) {
  const clock = { nowMs: Date.now() };
  const sandbox = await startSandbox({
    patients: 40,
    now: () => clock.nowMs,
    exportDurationMs: 0,
    ...options,
  });
  const vendors = vendorList.parse(await (await fetch(`${sandbox.url}/_vendors`)).json());
  const vendor = vendors.find((one) => one.vendor === id);
  if (!vendor) throw new Error(`The sandbox plays no ${id}`);
  const { baseUrl, tokenUrl, credentials } = vendor;
  const { clientId, clientSecret = "" } = credentials;
  let authorization = "";

  async function backstage(method: string, path: string, body?: unknown): Promise<Response> {
    return fetch(`${sandbox.url}${path}`, {
      method,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  }

  /** An assertion as it should be, but for the changes given; its key is registered. */
  async function assertion(changes: JWTPayload = {}, algorithm = "RS384"): Promise<string> {
    const { privateKey, publicKey } = await pairOf(algorithm);
    const jwk = { ...(await exportJWK(publicKey)), kid: algorithm, alg: algorithm };
    await backstage("POST", "/_clients", { vendor: id, clientId, jwks: { keys: [jwk] } });
    const seconds = Math.floor(clock.nowMs / 1_000);
    const usual = { iss: clientId, sub: clientId, aud: tokenUrl, jti: randomUUID(), iat: seconds - 5 };
    return new SignJWT({ ...usual, exp: seconds + 240, ...changes })
      .setProtectedHeader({ alg: algorithm, kid: algorithm, typ: "JWT" })
      .sign(privateKey);
  }

  async function askToken(form: Record<string, string>, headers = {}): Promise<Response> {
    const body = new URLSearchParams({ grant_type: "client_credentials", ...form });
    return fetch(tokenUrl, { method: "POST", headers, body });
  }

  async function askSigned(form: Record<string, string>, changes: JWTPayload = {}, algorithm = "RS384") {
    const signed = { client_assertion_type: assertionType };
    return askToken({ ...signed, client_assertion: await assertion(changes, algorithm), ...form });
  }

  async function authorize(asked = scope): Promise<void> {
    const answer = await askSigned({ scope: asked });
    authorization = `Bearer ${token.parse(await answer.json()).access_token}`;
  }
  await authorize();

  /** Calls the vendor; `path` is below the FHIR base or a whole URL. */
  async function call(method: string, path: string, { body, headers = {} }: Init = {}): Promise<Response> {
    return fetch(path.startsWith("http") ? path : `${baseUrl}/${path}`, {
      method,
      redirect: "manual",
      headers: {
        authorization,
        accept: "application/fhir+json",
        ...(body === undefined ? {} : { "content-type": "application/fhir+json" }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  }

  return {
    baseUrl,
    tokenUrl,
    credentials,
    clock,
    backstage,
    askToken,
    askSigned,
    /** With the client's secret in the header, unless another is given. */
    askBySecret: (form: Record<string, string>, secret = clientSecret) =>
      askToken(form, {
        authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString("base64")}`,
      }),
    authorize,
    call,
    get: (path: string, headers?: Record<string, string>) => call("GET", path, { headers }),
    /** The first records of a type as the vendor truly holds them, in order of id. */
    held: async (type: string) =>
      held.parse(await (await backstage("GET", `/_data/${id}/${type}?limit=1000`)).json()).items,
    close: () => sandbox.close(),
  };
}
