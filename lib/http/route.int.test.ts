import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { closePool } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { installationForTests } from "@/lib/platform/testing/hooks";
import { setEnvironment } from "@/lib/platform/testing/installation";
import { list, listQuery, reply, route } from ".";
import { addKey, addPerson, type Caller } from "./testing/callers";
import { type ServedRoutes, serveRoutes } from "./testing/served-routes";

const thing = z.object({
  id: z.string(),
  name: z.string(),
  mode: z.enum(["FULL", "INCREMENTAL"]).optional(),
});
const about = { tag: "Tests", summary: "A thing" } as const;

let served = 0;
const installation = installationForTests();
let server: ServedRoutes;
let admin: Caller;
let reader: Caller;
let person: Caller;

const routes = {
  "/api/things": {
    GET: route({
      ...about,
      allow: "sync:read",
      query: listQuery.extend({ mode: z.enum(["FULL", "INCREMENTAL"]).optional() }),
      returns: list(thing),
      reads: "things",
      run: ({ query }) => ({
        data: [{ id: "1", name: "=cmd()", mode: query.mode, secret: "not declared" }],
        nextCursor: null,
      }),
    }),
    POST: route({
      ...about,
      allow: "sync:write",
      body: z.object({ name: z.string().min(1), mode: z.enum(["FULL", "INCREMENTAL"]) }),
      returns: thing,
      status: 201,
      maxBodyBytes: 1_000,
      run: ({ body }) => {
        served += 1;
        return { id: "7", ...body };
      },
    }),
  },
  "/api/things/[id]": {
    GET: route({
      ...about,
      allow: "sync:read",
      params: z.object({ id: z.guid() }),
      returns: thing,
      reads: "things",
      run: ({ params }) => reply({ id: params.id, name: "n" }, { headers: { etag: '"3"' } }),
    }),
    DELETE: route({ ...about, allow: "users:manage", status: 204, run: () => undefined }),
  },
  "/api/open": {
    GET: route({
      ...about,
      allow: "open",
      returns: z.object({ ip: z.string(), requestId: z.string() }),
      run: ({ ip, requestId }) => ({ ip, requestId }),
    }),
  },
  "/api/broken": {
    GET: route({
      ...about,
      allow: "open",
      run: () => {
        throw new Error("patient Jane Doe is on fire");
      },
    }),
    PUT: route({
      ...about,
      allow: "open",
      returns: z.object({ id: z.guid() }),
      run: () => ({ id: "not an id of ours" }),
    }),
  },
};

beforeAll(async () => {
  const organizationId = await installation.addOrganization();
  admin = await addKey(installation, organizationId, ["sync:read", "sync:write"]);
  reader = await addKey(installation, organizationId, ["sync:read"]);
  person = await addPerson(installation, organizationId, "admin");
  server = await serveRoutes(routes);
});

afterAll(async () => {
  await server.close();
});

function ask(path: string, init: RequestInit = {}, caller?: Caller): Promise<Response> {
  return fetch(server.url + path, { ...init, headers: { ...caller?.headers, ...init.headers } });
}

function post(body: unknown, caller: Caller, headers: Record<string, string> = {}): Promise<Response> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return ask(
    "/api/things",
    { method: "POST", body: text, headers: { "content-type": "application/json", ...headers } },
    caller,
  );
}

const good = { name: "a", mode: "FULL" };

describe("who may", () => {
  it("asks a stranger to sign in", async () => {
    const response = await ask("/api/things");
    expect(response.status).toBe(401);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(await response.json()).toMatchObject({
      code: "sign_in_required",
      status: 401,
      owner: "caller",
      instance: "/api/things",
      requestId: response.headers.get("x-request-id"),
      type: "http://localhost:3000/docs/api#error-sign_in_required",
    });
  });

  it("refuses a caller without the permission, and runs nothing", async () => {
    const before = served;
    const response = await post(good, reader);
    expect([response.status, (await response.json()).code]).toEqual([403, "not_allowed"]);
    expect(served).toBe(before);
  });

  it("refuses a change that another site sends with somebody's session", async () => {
    for (const [name, value] of [
      ["sec-fetch-site", "cross-site"],
      ["origin", "https://evil.example"],
    ] as const) {
      const response = await post(good, person, { [name]: value });
      expect([response.status, (await response.json()).code]).toEqual([403, "cross_origin"]);
    }
  });

  it("lets a session's own page change things, and a key from anywhere", async () => {
    const own = await post(good, person, { origin: server.url });
    const key = await post(good, admin, { origin: "https://elsewhere.example" });
    expect([own.status, key.status]).toEqual([201, 201]);
  });
});

describe("what is read", () => {
  it("answers 400 to malformed JSON and to bytes that are no UTF-8", async () => {
    const malformed = await post('{"name": "Jane', admin);
    expect(malformed.status).toBe(400);
    expect(await malformed.text()).not.toContain("Jane");
    const latin = await fetch(`${server.url}/api/things`, {
      method: "POST",
      headers: { ...admin.headers, "content-type": "application/json" },
      body: Buffer.from([0x22, 0xe9, 0x22]),
    });
    expect(latin.status).toBe(400);
  });

  it("names each wrong field with 422 and quotes no value", async () => {
    const response = await post({ name: "", mode: "SOMETIMES-Jane" }, admin);
    expect(response.status).toBe(422);
    const problem = await response.json();
    expect(problem.code).toBe("content_invalid");
    expect(problem.errors.map(({ path }: { path: string }) => path).sort()).toEqual(["mode", "name"]);
    expect(JSON.stringify(problem)).not.toContain("Jane");
  });

  it("takes enum values in any case and ignores unknown keys", async () => {
    const response = await post({ ...good, mode: "incremental", extra: 1 }, admin);
    expect([response.status, await response.json()]).toEqual([
      201,
      { id: "7", name: "a", mode: "INCREMENTAL" },
    ]);
    const listed = await ask("/api/things?mode=full", {}, admin);
    expect((await listed.json()).data[0].mode).toBe("FULL");
  });

  it("reads a missing or text/plain type from keys, and refuses other types with 415", async () => {
    const plain = await post(good, admin, { "content-type": "text/plain;charset=UTF-8" });
    const json = await post(good, admin, { "content-type": "application/merge-patch+json" });
    const form = await post("name=a", admin, { "content-type": "application/x-www-form-urlencoded" });
    expect([plain.status, json.status, form.status]).toEqual([201, 201, 415]);
  });

  it("refuses a body above the limit, declared or streamed, with 413", async () => {
    const declared = await post({ ...good, name: "x".repeat(2_000) }, admin);
    expect(declared.status).toBe(413);
    const pieces = new ReadableStream({
      pull(controller) {
        controller.enqueue(new Uint8Array(400));
      },
    });
    const init: RequestInit & { duplex: "half" } = { method: "POST", body: pieces, duplex: "half" };
    const streamed = await ask(
      "/api/things",
      { ...init, headers: { "content-type": "application/json" } },
      admin,
    );
    expect(streamed.status).toBe(413);
    expect(streamed.headers.get("connection")).toBe("close");
    expect((await post(good, admin)).status).toBe(201);
  });

  it("answers 404 for an id that cannot be one, and 422 for a limit out of range", async () => {
    const notAnId = await ask("/api/things/nonsense", {}, admin);
    const limit = await ask("/api/things?limit=201", {}, admin);
    expect([notAnId.status, limit.status]).toEqual([404, 422]);
  });
});

describe("what is answered", () => {
  it("says where a created thing is and strips what the schema does not name", async () => {
    const created = await post(good, admin);
    expect(created.headers.get("location")).toBe("/api/things/7");
    const listed = await ask("/api/things", {}, admin);
    expect(await listed.text()).not.toContain("not declared");
  });

  it("keeps headers a route sets, and forbids storing and sniffing", async () => {
    const response = await ask(`/api/things/${newId()}`, {}, admin);
    expect(response.headers.get("etag")).toBe('"3"');
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  });

  it("answers a list as CSV on request, with formulas defused", async () => {
    for (const [path, accept] of [
      ["/api/things?format=csv", "*/*"],
      ["/api/things", "text/csv"],
    ] as const) {
      const response = await ask(path, { headers: { accept } }, admin);
      expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
      expect(await response.text()).toBe('id,name,mode\r\n1,"\'=cmd()",\r\n');
    }
  });

  it("tells nothing of an unexpected failure but its request id", async () => {
    const response = await ask("/api/broken");
    const text = await response.text();
    expect(response.status).toBe(500);
    expect(text).not.toMatch(/Jane|fire|stack/);
    expect(JSON.parse(text)).toMatchObject({ code: "internal_error", owner: "carelane" });
  });

  it("answers 500 when our own output does not fit its schema", async () => {
    const response = await ask("/api/broken", { method: "PUT" });
    expect([response.status, (await response.json()).code]).toEqual([500, "answer_malformed"]);
  });

  it("takes over a sane request id and replaces any other", async () => {
    const kept = await ask("/api/open", { headers: { "x-request-id": "trace-0123456789" } });
    const replaced = await ask("/api/open", { headers: { "x-request-id": "<script>" } });
    expect((await kept.json()).requestId).toBe("trace-0123456789");
    expect((await replaced.json()).requestId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("audits who was shown what", async () => {
    const id = newId();
    await ask(`/api/things/${id}`, {}, reader);
    const { rows } = await installation.owner.query(
      "select action, entity, actor_id, ip from audit_events where record_id = $1",
      [id],
    );
    expect(rows).toEqual([
      { action: "records.read", entity: "things", actor_id: reader.id, ip: "127.0.0.1" },
    ]);
  });
});

it("answers 503 with Retry-After while the database is away", async () => {
  const { DATABASE_URL } = process.env;
  await closePool();
  setEnvironment({ DATABASE_URL: "postgresql://nobody@127.0.0.1:9/none" });
  const stranger = { ...admin, headers: { authorization: `Bearer cl_${"x".repeat(43)}` } };
  const response = await ask("/api/things", {}, stranger);
  expect([response.status, response.headers.get("retry-after")]).toEqual([503, "5"]);
  expect((await response.json()).code).toBe("database_unavailable");
  await closePool();
  setEnvironment({ DATABASE_URL });
});
