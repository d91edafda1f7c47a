import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { addPerson, type Person } from "@/lib/http/testing/callers";
import { type ServedRoutes, serveRoutes } from "@/lib/http/testing/served-routes";
import { broadcast } from "@/lib/platform/broadcast";
import { closeRedis } from "@/lib/platform/redis";
import { installationForTests } from "@/lib/platform/testing/hooks";
import { setEnvironment } from "@/lib/platform/testing/installation";
import { openRedis, type TestRedis } from "@/lib/platform/testing/redis";
import { type Gateway, openGateway } from ".";
import { LiveClients } from "./testing/live-client";

const installation = installationForTests();
let redis: TestRedis;
let gateway: Gateway;
let server: ServedRoutes;
let admin: Person;
const clients = new LiveClients(() => server);

beforeAll(async () => {
  redis = await openRedis();
  setEnvironment({ REDIS_URL: redis.url });
  admin = await addPerson(installation, await installation.addOrganization(), "admin");
  gateway = openGateway(50);
  server = await serveRoutes({}, { upgrade: (...request) => void gateway.upgrade(...request) });
  await clients.untilHeard(admin);
});

afterEach(() => clients.terminateAll());

afterAll(async () => {
  redis.thaw();
  gateway.close();
  await server.close();
  await closeRedis("patient.realtime");
  await closeRedis("quick");
  await redis.close();
});

it("says that nothing is live while Redis is frozen, also to who comes then, and has all read again afterwards", async () => {
  const before = await clients.follow(admin, "sync");
  redis.freeze();
  await expect.poll(() => before.of("ERROR")).toMatchObject([{ code: "not_live" }]);
  const during = await clients.follow(admin, "sync");
  await expect.poll(() => during.of("ERROR")).toMatchObject([{ code: "not_live" }]);
  redis.thaw();
  for (const client of [before, during]) {
    await expect.poll(() => client.of("RESYNC")).toMatchObject([{ channel: "sync" }]);
  }
  broadcast({
    organizationId: admin.organizationId,
    channel: "sync",
    message: { type: "SYNC_PROGRESS", jobId: "one" },
  });
  await expect.poll(() => before.of("SYNC_PROGRESS")).toHaveLength(1);
});
