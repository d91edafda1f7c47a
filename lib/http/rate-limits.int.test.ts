import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import * as oneLimit from "@/app/api/rate-limits/[key]/route";
import * as allLimits from "@/app/api/rate-limits/route";
import { forget } from "@/lib/platform/container";
import { closeRedis, quickRedis } from "@/lib/platform/redis";
import { installationForTests } from "@/lib/platform/testing/hooks";
import { setEnvironment } from "@/lib/platform/testing/installation";
import { assertRateLimitsKnown, route } from ".";
import { limitKey } from "./rate-limits";
import { addKey, type Caller } from "./testing/callers";
import { type ServedRoutes, serveRoutes } from "./testing/served-routes";

const about = { tag: "Tests", summary: "A thing", returns: z.object({ ok: z.boolean() }) } as const;
const run = () => ({ ok: true });

const installation = installationForTests();
let server: ServedRoutes;
let organizationId: string;
let redisUrl: string | undefined;

beforeAll(async () => {
  organizationId = await installation.addOrganization();
  redisUrl = process.env.REDIS_URL;
  setEnvironment({
    RATE_LIMITS: JSON.stringify({
      default: { requests: 5, windowMs: 60_000 },
      tokens: { requests: 2, windowMs: 60_000 },
    }),
  });
  server = await serveRoutes({
    "/api/things": { GET: route({ ...about, allow: "sync:read", run }) },
    "/api/tokens": { GET: route({ ...about, allow: "sync:read", limit: "tokens", run }) },
    "/api/open": { GET: route({ ...about, allow: "open", run }) },
    "/api/rate-limits": { GET: allLimits.GET },
    "/api/rate-limits/[key]": { DELETE: oneLimit.DELETE },
  });
});

beforeEach(async () => {
  // What a process counted alone while Redis was away is no part of the next test.
  forget("http.limits");
  await expect
    .poll(() =>
      quickRedis()
        .ping()
        .catch(() => "away"),
    )
    .toBe("PONG");
});

afterEach(async () => {
  await closeRedis("quick");
  setEnvironment({ REDIS_URL: redisUrl });
});

afterAll(async () => {
  await server.close();
  setEnvironment({ RATE_LIMITS: undefined });
});

function newKey(organization = organizationId): Promise<Caller> {
  return addKey(installation, organization, ["sync:read", "limits:manage"]);
}

function ask(path: string, caller?: Caller, method = "GET"): Promise<Response> {
  return fetch(server.url + path, { method, headers: caller?.headers });
}

async function statuses(count: number, path: string, caller?: Caller): Promise<number[]> {
  const found: number[] = [];
  for (let n = 0; n < count; n += 1) found.push((await ask(path, caller)).status);
  return found;
}

describe("a caller", () => {
  it("is told on every answer where it stands, and refused with the time to wait when it is through", async () => {
    const key = await newKey();
    const first = await ask("/api/things", key);
    expect([first.headers.get("ratelimit-limit"), first.headers.get("ratelimit-remaining")]).toEqual([
      "5",
      "4",
    ]);
    expect(await statuses(4, "/api/things", key)).toEqual([200, 200, 200, 200]);
    const refused = await ask("/api/things", key);
    expect([refused.status, (await refused.json()).code]).toEqual([429, "too_many_requests"]);
    expect(refused.headers.get("ratelimit-remaining")).toBe("0");
    const waitSeconds = Number(refused.headers.get("retry-after"));
    expect(waitSeconds).toBeGreaterThan(0);
    expect(waitSeconds).toBeLessThanOrEqual(60);
  });

  it("has a window of its own, and one for each group of routes", async () => {
    const [one, other] = [await newKey(), await newKey()];
    expect(await statuses(6, "/api/things", one)).toEqual([200, 200, 200, 200, 200, 429]);
    expect(await statuses(1, "/api/things", other)).toEqual([200]);
    expect(await statuses(3, "/api/tokens", one)).toEqual([200, 200, 429]);
  });

  it("is not shut out for good by a process that ended before it gave the window its end", async () => {
    const key = await newKey();
    const window = limitKey(organizationId, `default:key:${key.id}`);
    await quickRedis().set(window, 5);
    expect(await statuses(1, "/api/things", key)).toEqual([429]);
    expect(await quickRedis().pttl(window)).toBeGreaterThan(0);
  });

  it("whom nobody knows is counted by address", async () => {
    const found = await statuses(6, "/api/open");
    expect(found.at(-1)).toBe(429);
  });

  it("is held to this process's own count at once when Redis is away", async () => {
    await closeRedis("quick");
    setEnvironment({ REDIS_URL: "redis://127.0.0.1:9/0" });
    const key = await newKey();
    const startedAt = performance.now();
    expect(await statuses(6, "/api/things", key)).toEqual([200, 200, 200, 200, 200, 429]);
    expect(performance.now() - startedAt).toBeLessThan(15_000);
  });
});

describe("an admin", () => {
  it("sees the limits and the windows of their own organization, and starts one anew", async () => {
    const [admin, busy] = [await newKey(), await newKey()];
    await statuses(6, "/api/things", busy);
    const seen = await (await ask("/api/rate-limits", admin)).json();
    expect(seen.limits).toContainEqual({ group: "default", requests: 5, windowMs: 60_000 });
    const name = `default:key:${busy.id}`;
    expect(seen.data.find(({ key }: { key: string }) => key === name)).toMatchObject({
      used: 6,
      remaining: 0,
    });
    expect((await ask(`/api/rate-limits/${name}`, admin, "DELETE")).status).toBe(204);
    expect(await statuses(1, "/api/things", busy)).toEqual([200]);
  });

  it("neither sees nor resets another organization's", async () => {
    const stranger = await newKey(await installation.addOrganization());
    const busy = await newKey();
    await statuses(6, "/api/things", busy);
    const seen = await (await ask("/api/rate-limits", stranger)).text();
    expect(seen).not.toContain(busy.id);
    expect((await ask(`/api/rate-limits/default:key:${busy.id}`, stranger, "DELETE")).status).toBe(404);
    expect(await statuses(1, "/api/things", busy)).toEqual([429]);
  });
});

it("refuses to start with a limit for a group that does not exist", () => {
  const { RATE_LIMITS } = process.env;
  setEnvironment({ RATE_LIMITS: '{"signin":{"requests":1,"windowMs":1000}}' });
  expect(assertRateLimitsKnown).toThrowError(expect.objectContaining({ code: "rate_limits_invalid" }));
  setEnvironment({ RATE_LIMITS });
});
