/** Calls the routes of integrations as a client would: with an API key of an organization made for the test. */
import { beforeEach } from "vitest";
import { POST as create } from "@/app/api/integrations/route";
import type { RouteHandler } from "@/lib/http";
import { withSystem } from "@/lib/platform/db";
import { newId, randomToken, sha256 } from "@/lib/platform/ids";
import { environmentForTests } from "@/lib/platform/testing/hooks";
import { integrationSchema } from "../schema";

export interface Caller {
  readonly organizationId: string;
  readonly key: string;
}

/** An API key with the rights of `role`, in a new organization unless one is given. */
export async function makeCaller(role: string, organizationId: string = newId()): Promise<Caller> {
  const key = `cl_${randomToken(24)}`;
  await withSystem("seed", async (tx) => {
    await tx.execute(
      "insert into organizations (id, code, name) values ($1::uuid, $1::text, 'Test') on conflict do nothing",
      [organizationId],
    );
    await tx.execute(
      `insert into api_keys (id, organization_id, name, hash, hint, role, scopes)
       values ($1, $2, 'Test key', $3, $4, $5, '{}')`,
      [newId(), organizationId, sha256(key), key.slice(-4), role],
    );
  });
  return { organizationId, key };
}

interface Call {
  readonly caller?: Caller;
  readonly id?: string;
  /** What else the path names. */
  readonly params?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a handler answers; `json` is undefined for an empty body. */
export async function call(
  method: string,
  handler: RouteHandler,
  { caller, id, params, body, query, headers }: Call,
) {
  const request = new Request(`http://127.0.0.1:3000/api/integrations${query ?? ""}`, {
    method,
    headers: {
      "content-type": "application/json",
      ...(caller && { authorization: `Bearer ${caller.key}` }),
      ...headers,
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const response = await handler(request, { params: Promise.resolve({ id, ...params }) });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: text ? JSON.parse(text) : undefined,
  };
}

/** The body clients were shown. */
export const epicBody = {
  name: "Epic EHR Production",
  type: "ehr",
  provider: "Epic Systems",
  status: "configuring",
  authType: "oauth2",
  credentials: {
    clientId: "your-client-id",
    clientSecret: "a-very-long-client-secret-9876",
    fhirBaseUrl: "https://fhir.epic.com/interconnect-fhir-oauth/",
  },
  syncDirection: "bidirectional",
  syncStrategy: "webhook",
  syncEnabled: false,
  entityMappings: [
    { localEntity: "patients", remoteEntity: "Patient", enabled: true, direction: "bidirectional" },
  ],
  capabilities: [],
  createdBy: "admin",
  companyId: "company-123",
};

/** Creates an Epic integration and answers its id. */
export async function createEpic(caller: Caller, body: unknown = epicBody): Promise<string> {
  const { json } = await call("POST", create, { caller, body });
  return integrationSchema.parse(json).id;
}

interface Stage {
  readonly admin: Caller;
  /** Of the admin's Epic integration. */
  readonly id: string;
}

/** Opens an environment for the test file; hands each test an organization that has an Epic integration. */
export function beforeEachTest(prepare: (stage: Stage) => void): void {
  environmentForTests();
  beforeEach(async () => {
    const admin = await makeCaller("admin");
    prepare({ admin, id: await createEpic(admin) });
  });
}
