/** A client of the simulated Epic for tests: its own sandbox, its own keys, and a clock that tests set forward. */
import { randomUUID } from "node:crypto";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import { z } from "zod";
import { type SandboxOptions, startSandbox } from "@/sandbox";

const vendorList = z.array(
  z.object({
    vendor: z.string(),
    baseUrl: z.string(),
    tokenUrl: z.string(),
    credentials: z.object({ clientId: z.string(), groupId: z.string().optional() }),
  }),
);

/** One pair for all tests of a file: making RSA keys is slow. */
const pair = await generateKeyPair("RS384");
const publicKey = { ...(await exportJWK(pair.publicKey)), kid: "test-key", alg: "RS384" };

export type EpicClient = Awaited<ReturnType<typeof startEpic>>;

/** Starts a sandbox with few patients and registers the client's key. */
export async function startEpic(options: SandboxOptions = {}) {
  const clock = { nowMs: Date.now() };
  const sandbox = await startSandbox({
    patients: 20,
    now: () => clock.nowMs,
    exportDurationMs: 0,
    ...options,
  });
  const [epic] = vendorList.parse(await (await fetch(`${sandbox.url}/_vendors`)).json());
  if (!epic) throw new Error("The sandbox plays no Epic");
  const { clientId } = epic.credentials;

  async function backstage(method: string, path: string, body?: unknown): Promise<Response> {
    return fetch(`${sandbox.url}${path}`, { method, body: body === undefined ? undefined : textOf(body) });
  }
  await backstage("POST", "/_clients", { vendor: "epic", clientId, jwks: { keys: [publicKey] } });

  /** An assertion as it should be, but for the changes given. */
  async function assertion(changes: JWTPayload = {}, header: Record<string, string> = {}): Promise<string> {
    const nowSeconds = Math.floor(clock.nowMs / 1_000);
    const usual = {
      iss: clientId,
      sub: clientId,
      aud: epic?.tokenUrl,
      jti: randomUUID(),
      iat: nowSeconds - 5,
    };
    return new SignJWT({ ...usual, exp: nowSeconds + 240, ...changes })
      .setProtectedHeader({ alg: "RS384", kid: "test-key", typ: "JWT", ...header })
      .sign(pair.privateKey);
  }

  async function askToken(clientAssertion?: string): Promise<Response> {
    const body = new URLSearchParams({
      grant_type: "client_credentials",
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      client_assertion: clientAssertion ?? (await assertion()),
    });
    return fetch(epic?.tokenUrl ?? "", { method: "POST", body });
  }

  async function authorize(): Promise<void> {
    authorization = `Bearer ${z.object({ access_token: z.string() }).parse(await (await askToken()).json()).access_token}`;
  }

  let authorization = "";
  await authorize();

  /** Calls Epic; `path` is below the FHIR base or a whole URL. */
  async function call(
    method: string,
    path: string,
    init: { headers?: Record<string, string>; body?: unknown } = {},
  ) {
    return fetch(path.startsWith("http") ? path : `${epic?.baseUrl}/${path}`, {
      method,
      redirect: "manual",
      headers: { authorization, accept: "application/fhir+json", ...contentType(init.body), ...init.headers },
      body: init.body === undefined ? undefined : textOf(init.body),
    });
  }

  return {
    url: sandbox.url,
    epic,
    clock,
    backstage,
    assertion,
    askToken,
    authorize,
    call,
    get: (path: string, headers?: Record<string, string>) => call("GET", path, { headers }),
    close: () => sandbox.close(),
  };
}

function textOf(body: unknown): string {
  return typeof body === "string" ? body : JSON.stringify(body);
}

function contentType(body: unknown): Record<string, string> {
  return body === undefined ? {} : { "content-type": "application/fhir+json" };
}
