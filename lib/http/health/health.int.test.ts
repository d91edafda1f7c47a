import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import * as liveRoute from "@/app/api/health/live/route";
import * as readyRoute from "@/app/api/health/ready/route";
import * as metricsRoute from "@/app/api/metrics/route";
import { forget } from "@/lib/platform/container";
import { closePool } from "@/lib/platform/db";
import { closeRedis, quickRedis } from "@/lib/platform/redis";
import { installationForTests } from "@/lib/platform/testing/hooks";
import { setEnvironment } from "@/lib/platform/testing/installation";
import { addKey } from "../testing/callers";
import { type ServedRoutes, serveRoutes } from "../testing/served-routes";

const installation = installationForTests();
let server: ServedRoutes;

beforeAll(async () => {
  server = await serveRoutes({
    "/api/health/live": { GET: liveRoute.GET },
    "/api/health/ready": { GET: readyRoute.GET },
    "/api/metrics": { GET: metricsRoute.GET },
  });
});

beforeEach(async () => {
  forget("http.readiness");
  await vi.waitFor(async () => expect(await quickRedis().ping()).toBe("PONG"));
  await installation.owner.query("delete from worker_heartbeats");
});

afterAll(async () => {
  await server.close();
});

async function startWorker(): Promise<void> {
  await installation.owner.query(
    "insert into worker_heartbeats (worker_id, roles, started_at, at) values ('w', '{sync}', now(), now())",
  );
}

async function ready() {
  const response = await fetch(`${server.url}/api/health/ready`);
  return { status: response.status, told: await response.json() };
}

describe("readiness", () => {
  it("is starting until a worker shows itself, then ready", async () => {
    expect(await ready()).toMatchObject({ status: 503, told: { status: "starting" } });
    await startWorker();
    expect(await ready()).toEqual({
      status: 200,
      told: { status: "ready", checks: { postgres: "ok", redis: "ok", migrations: "ok", worker: "ok" } },
    });
  });

  it("is degraded, and still 200, without Redis alone", async () => {
    await startWorker();
    await ready();
    const { REDIS_URL } = process.env;
    await closeRedis("quick");
    setEnvironment({ REDIS_URL: "redis://127.0.0.1:9/0" });
    expect(await ready()).toMatchObject({
      status: 200,
      told: { status: "degraded", checks: { postgres: "ok", redis: expect.stringContaining("Redis") } },
    });
    await closeRedis("quick");
    setEnvironment({ REDIS_URL });
  });

  it("is refused and says which part when the database goes away, while the process stays alive", async () => {
    await startWorker();
    await ready();
    const { DATABASE_URL } = process.env;
    await closePool();
    setEnvironment({ DATABASE_URL: "postgresql://nobody@127.0.0.1:9/none" });
    expect(await ready()).toMatchObject({
      status: 503,
      told: { status: "degraded", checks: { postgres: "the database does not answer" } },
    });
    expect((await fetch(`${server.url}/api/health/live`)).status).toBe(200);
    await closePool();
    setEnvironment({ DATABASE_URL });
  });

  it("names migrations that are still to be applied", async () => {
    await startWorker();
    await installation.owner.query("alter table _prisma_migrations rename to put_aside");
    expect((await ready()).told.checks.migrations).toMatch(/to be applied: run npm run db:migrate/);
    await installation.owner.query("drop table if exists _prisma_migrations");
    await installation.owner.query("alter table put_aside rename to _prisma_migrations");
  });
});

describe("metrics", () => {
  it("go to this machine and to keys with the permission, and to nobody else", async () => {
    const organizationId = await installation.addOrganization();
    const may = await addKey(installation, organizationId, ["metrics:read"]);
    const mayNot = await addKey(installation, organizationId, ["sync:read"]);
    const passedOn = { "x-forwarded-for": "127.0.0.1" };
    const ask = (headers: Record<string, string> = {}) => fetch(`${server.url}/api/metrics`, { headers });
    const found = [
      await ask(),
      await ask({ ...passedOn, ...may.headers }),
      await ask({ ...passedOn, ...mayNot.headers }),
      await ask(passedOn),
    ];
    expect(found.map(({ status }) => status)).toEqual([200, 200, 403, 401]);
  });

  it("count requests by route and show queues and connections", async () => {
    await fetch(`${server.url}/api/health/live`);
    const text = await (await fetch(`${server.url}/api/metrics`)).text();
    expect(text).toMatch(
      /carelane_http_requests_total\{method="GET",route="\/api\/health\/live",status="200"\} \d/,
    );
    expect(text).toMatch(/carelane_queue_jobs\{queue="sync",state="waiting"\} 0/);
    expect(text).toMatch(/carelane_database_connections\{state="idle"\} \d/);
  });
});
