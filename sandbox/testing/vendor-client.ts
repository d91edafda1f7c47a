/** A client of a simulated vendor for tests: a sandbox and a key of its own, and a clock that tests set forward. */
import { randomUUID } from "node:crypto";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import { expect } from "vitest";
import { z } from "zod";
import { type Sandbox, type SandboxOptions, startSandbox } from "@/sandbox";
import { type FhirAnswer, fhirOf, matchesIn, nextOf } from "@/sandbox/testing/fhir-answers";

const listedVendor = z.object({
  vendor: z.string(),
  baseUrl: z.string(),
  tokenUrl: z.string(),
  credentials: z.looseObject({
    clientId: z.string(),
    clientSecret: z.string().optional(),
    groupId: z.string().optional(),
  }),
});
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

function textOf(body: unknown): string | undefined {
  return body === undefined || typeof body === "string" ? body : JSON.stringify(body);
}

export class VendorClient {
  readonly baseUrl: string;
  readonly tokenUrl: string;
  readonly credentials: z.infer<typeof listedVendor>["credentials"];
  readonly #id: string;
  #authorization = "";

  constructor(
    private readonly sandbox: Sandbox,
    listed: z.infer<typeof listedVendor>,
    readonly clock: { nowMs: number },
    private readonly scope: string,
  ) {
    this.#id = listed.vendor;
    this.baseUrl = listed.baseUrl;
    this.tokenUrl = listed.tokenUrl;
    this.credentials = listed.credentials;
  }

  /** Where the sandbox is. */
  get url(): string {
    return this.sandbox.url;
  }

  async backstage(method: string, path: string, body?: unknown): Promise<Response> {
    return fetch(`${this.url}${path}`, { method, body: textOf(body) });
  }

  /** An assertion as it should be, but for the changes given; its key is registered under the algorithm's name. */
  async assertion(changes: JWTPayload = {}, header: { alg?: string; kid?: string } = {}): Promise<string> {
    const { alg = "RS384", kid = alg } = header;
    const { clientId } = this.credentials;
    const { privateKey, publicKey } = await pairOf(alg);
    const jwk = { ...(await exportJWK(publicKey)), kid: alg, alg };
    await this.backstage("POST", "/_clients", { vendor: this.#id, clientId, jwks: { keys: [jwk] } });
    const seconds = Math.floor(this.clock.nowMs / 1_000);
    const usual = { iss: clientId, sub: clientId, aud: this.tokenUrl, jti: randomUUID(), iat: seconds - 5 };
    return new SignJWT({ ...usual, exp: seconds + 240, ...changes })
      .setProtectedHeader({ alg, kid, typ: "JWT" })
      .sign(privateKey);
  }

  async askToken(form: Record<string, string>, headers = {}): Promise<Response> {
    const body = new URLSearchParams({ grant_type: "client_credentials", ...form });
    return fetch(this.tokenUrl, { method: "POST", headers, body });
  }

  async askByAssertion(assertion: string, form: Record<string, string> = {}): Promise<Response> {
    return this.askToken({ client_assertion_type: assertionType, client_assertion: assertion, ...form });
  }

  async askSigned(form: Record<string, string>, changes: JWTPayload = {}, alg = "RS384"): Promise<Response> {
    return this.askByAssertion(await this.assertion(changes, { alg }), form);
  }

  /** With the client's secret in the header, unless another is given. */
  async askBySecret(form: Record<string, string>, secret = this.credentials.clientSecret): Promise<Response> {
    const pair = Buffer.from(`${this.credentials.clientId}:${secret ?? ""}`).toString("base64");
    return this.askToken(form, { authorization: `Basic ${pair}` });
  }

  /** Signs in: later calls carry the token. */
  async authorize(scope = this.scope): Promise<void> {
    const answer = await this.askSigned({ scope });
    this.#authorization = `Bearer ${token.parse(await answer.json()).access_token}`;
  }

  /** Calls the vendor; `path` is below the FHIR base or a whole URL. */
  async call(method: string, path: string, { body, headers = {} }: Init = {}): Promise<Response> {
    return fetch(path.startsWith("http") ? path : `${this.baseUrl}/${path}`, {
      method,
      redirect: "manual",
      headers: {
        authorization: this.#authorization,
        accept: "application/fhir+json",
        ...(body === undefined ? {} : { "content-type": "application/fhir+json" }),
        ...headers,
      },
      body: textOf(body),
    });
  }

  async get(path: string, headers?: Record<string, string>): Promise<Response> {
    return this.call("GET", path, { headers });
  }

  /** What a search finds, which must not be refused. */
  async found(path: string) {
    const answer = await this.get(path);
    expect(answer.status, path).toBe(200);
    return matchesIn(await fhirOf(answer));
  }

  /** The pages of a search to the last, each with the link that led to it. */
  async pages(first: string) {
    const pages: { link: string; page: FhirAnswer }[] = [];
    let link: string | undefined = first;
    while (link) {
      const page: FhirAnswer = await fhirOf(await this.get(link));
      pages.push({ link, page });
      link = nextOf(page);
    }
    return pages;
  }

  /** The first records of a type as the vendor truly holds them, in order of id. */
  async held(type: string) {
    return held.parse(await (await this.backstage("GET", `/_data/${this.#id}/${type}?limit=1000`)).json())
      .items;
  }

  async close(): Promise<void> {
    await this.sandbox.close();
  }
}

/** Starts a sandbox with few patients and signs in to one vendor by assertion, with the scope given. */
export async function startVendor(
  id: string,
  scope: string,
  options: SandboxOptions = {},
): Promise<VendorClient> {
  const clock = { nowMs: Date.now() };
  const sandbox = await startSandbox({
    patients: 40,
    now: () => clock.nowMs,
    exportDurationMs: 0,
    ...options,
  });
  const vendors = z.array(listedVendor).parse(await (await fetch(`${sandbox.url}/_vendors`)).json());
  const listed = vendors.find(({ vendor }) => vendor === id);
  if (!listed) throw new Error(`The sandbox plays no ${id}`);
  const client = new VendorClient(sandbox, listed, clock, scope);
  await client.authorize();
  return client;
}
