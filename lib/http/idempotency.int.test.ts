import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { nowMs, setClock } from "@/lib/platform/clock";
import { withOrganization } from "@/lib/platform/db";
import { defineErrors } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { installationForTests } from "@/lib/platform/testing/hooks";
import { reply, route } from ".";
import { addKey, type Caller } from "./testing/callers";
import { type ServedRoutes, serveRoutes } from "./testing/served-routes";

const testErrors = defineErrors("test", {
  not_now: { status: 409, owner: "caller", kind: "invalid", title: "Not now" },
});

const pick = z.object({ name: z.string() });
const thing = z.object({ id: z.string(), name: z.string() });
const about = { tag: "Tests", summary: "A thing", allow: "sync:write" } as const;

const installation = installationForTests();
let server: ServedRoutes;
let caller: Caller;
let runs = 0;
/** What the next run waits for before it answers. */
let held: Promise<void> | undefined;
let failure: unknown;
let putBack: (() => void) | undefined;

async function act(name: string) {
  runs += 1;
  await held;
  if (failure) throw failure;
  return { id: `${runs}`, name };
}

const routes = {
  "/api/things": {
    POST: route({ ...about, body: pick, returns: thing, status: 201, run: ({ body }) => act(body.name) }),
  },
  "/api/others": {
    POST: route({
      ...about,
      body: pick,
      returns: thing,
      status: 202,
      run: async ({ body }) => reply(await act(body.name), { headers: { location: "/api/elsewhere" } }),
    }),
  },
  "/api/kept": {
    POST: route({
      ...about,
      body: pick,
      returns: thing,
      status: 201,
      // Effect and answer commit together, then the process fails before it could answer.
      run: async ({ actor, body, keepAnswer }) => {
        runs += 1;
        const made = { id: `${runs}`, name: body.name };
        await withOrganization(actor, (tx) => keepAnswer(tx, made));
        if (failure) throw failure;
        return made;
      },
    }),
  },
};

beforeAll(async () => {
  caller = await addKey(installation, await installation.addOrganization(), ["sync:write"]);
  server = await serveRoutes(routes);
});

afterEach(() => {
  held = undefined;
  failure = undefined;
  putBack?.();
  putBack = undefined;
});

afterAll(async () => {
  await server.close();
});

async function post(key: string, { path = "/api/things", name = "a", by = caller } = {}) {
  const response = await fetch(server.url + path, {
    method: "POST",
    headers: { ...by.headers, "content-type": "application/json", "idempotency-key": key },
    body: JSON.stringify({ name }),
  });
  return {
    status: response.status,
    replayed: response.headers.get("idempotency-replayed"),
    location: response.headers.get("location"),
    retryAfter: response.headers.get("retry-after"),
    body: (await response.json()) as { id?: string; code?: string },
  };
}

describe("the same request under the same key", () => {
  it("runs once and gets the first answer, headers included", async () => {
    const key = newId();
    const before = runs;
    const first = await post(key, { path: "/api/others" });
    const second = await post(key, { path: "/api/others" });
    expect(runs).toBe(before + 1);
    expect([first.status, first.replayed]).toEqual([202, null]);
    expect(second).toEqual({ ...first, replayed: "true" });
    expect(second.location).toBe("/api/elsewhere");
  });

  it("is told that the first still runs, at once and without waiting for it", async () => {
    const gate = Promise.withResolvers<void>();
    held = gate.promise;
    const key = newId();
    const before = runs;
    const first = post(key);
    await expect.poll(() => runs).toBe(before + 1);
    const others = await Promise.all(Array.from({ length: 30 }, () => post(key)));
    for (const other of others) {
      expect([other.status, other.body.code, other.retryAfter]).toEqual([409, "in_progress", "1"]);
    }
    gate.resolve();
    expect((await first).status).toBe(201);
    expect(runs).toBe(before + 1);
  });

  it("runs again after a failure of ours", async () => {
    const key = newId();
    failure = new Error("the disk is full");
    expect((await post(key)).status).toBe(500);
    failure = undefined;
    expect(await post(key)).toMatchObject({ status: 201, replayed: null });
  });

  it("gets a lasting refusal again, even when it would now succeed", async () => {
    const key = newId();
    failure = testErrors.not_now();
    const first = await post(key);
    failure = undefined;
    const second = await post(key);
    expect(first).toMatchObject({ status: 409, replayed: null, body: { code: "not_now" } });
    expect(second).toEqual({ ...first, replayed: "true" });
  });

  it("gets an answer that was kept with its effect, although the first request never got it", async () => {
    const key = newId();
    const before = runs;
    failure = new Error("the connection broke");
    expect((await post(key, { path: "/api/kept" })).status).toBe(500);
    failure = undefined;
    expect(await post(key, { path: "/api/kept" })).toMatchObject({ status: 201, replayed: "true" });
    expect(runs).toBe(before + 1);
  });

  it("runs again when a process died with it minutes ago, and a day after it was answered", async () => {
    const key = newId();
    await post(key);
    await installation.owner.query("update inbound_keys set answer = null where key = $1", [key]);
    expect((await post(key)).status).toBe(409);
    await installation.owner.query(
      "update inbound_keys set expires_at = now() - interval '1 s' where key = $1",
      [key],
    );
    expect(await post(key)).toMatchObject({ status: 201, replayed: null });
    const tomorrow = nowMs() + 24 * 3_600_000 + 1_000;
    putBack = setClock(() => tomorrow);
    await installation.owner.query("update api_keys set expires_at = null where id = $1", [caller.id]);
    expect(await post(key)).toMatchObject({ status: 201, replayed: null });
  });
});

describe("another request under the same key", () => {
  it("is refused when its body differs", async () => {
    const key = newId();
    await post(key);
    expect(await post(key, { name: "b" })).toMatchObject({
      status: 422,
      body: { code: "idempotency_key_reused" },
    });
  });

  it("is its own when it goes to another route or comes from another organization", async () => {
    const key = newId();
    const stranger = await addKey(installation, await installation.addOrganization(), ["sync:write"]);
    await post(key);
    const elsewhere = await post(key, { path: "/api/others" });
    const foreign = await post(key, { by: stranger });
    expect([elsewhere.replayed, foreign.replayed]).toEqual([null, null]);
    expect([elsewhere.status, foreign.status]).toEqual([202, 201]);
  });
});

it("refuses a key longer than 255 characters", async () => {
  expect(await post("x".repeat(256))).toMatchObject({
    status: 422,
    body: { code: "idempotency_key_invalid" },
  });
});

it("keeps answers sealed", async () => {
  const key = newId();
  await post(key, { name: "Jane Example" });
  const { rows } = await installation.owner.query("select answer::text from inbound_keys where key = $1", [
    key,
  ]);
  expect(rows[0]?.answer).toMatch(/^\{"sealed": "/);
  expect(rows[0]?.answer).not.toContain("Jane");
});
