/**
 * Serves the API of this build twice, straight and through Next, over one database of its own. Prints, as one JSON
 * line, both addresses and the headers of callers; ends with its parent's SIGTERM.
 */

import { randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import { createServer, Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import next from "next";
import { Client } from "pg";
import { permissions } from "@/lib/auth";
import { type FrontDoor, openFrontDoor, openLane } from "@/lib/http/lane";
import { addKey, addPerson } from "@/lib/http/testing/callers";
import { migrate } from "@/lib/platform/db/migrate";
import { newId } from "@/lib/platform/ids";
import { provideBuiltPages } from "@/scripts/product/build-web";
import { startPostgres } from "@/scripts/services/postgres/server";
import { startRedis } from "@/scripts/services/redis/server";
import { makeTestFolder } from "@/scripts/testing/test-folder";

async function startServices() {
  const folder = await makeTestFolder();
  const options = { dataFolder: folder.path, password: "not-a-secret", durable: false };
  const [postgres, redis] = await Promise.all([startPostgres(options), startRedis(options)]);
  Object.assign(process.env, {
    DATABASE_URL: postgres.url,
    REDIS_URL: redis.url,
    NEXTAUTH_URL: "http://127.0.0.1:3000",
    NEXTAUTH_SECRET: randomBytes(32).toString("base64"),
    CARELANE_KEYS: `k1:${randomBytes(32).toString("base64")}`,
    LOG_LEVEL: "silent",
  });
  await migrate(postgres.url);
  return async () => {
    await Promise.all([redis.stop(), postgres.stop()]);
    folder.release();
    await rm(folder.path, { recursive: true, force: true });
  };
}

async function addCallers() {
  const owner = new Client(process.env.DATABASE_URL);
  await owner.connect();
  const organizationId = newId();
  await owner.query("insert into organizations (id, code, name) values ($1, 'NORTH', 'Northgate')", [
    organizationId,
  ]);
  const key = await addKey({ owner }, organizationId, permissions);
  const reader = await addKey({ owner }, organizationId, ["records:read"]);
  const person = await addPerson({ owner }, organizationId, "admin");
  await owner.end();
  return { stranger: {}, key: key.headers, reader: reader.headers, person: person.headers };
}

async function listen(door: FrontDoor): Promise<string> {
  const server = createServer(door.onRequest);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

await provideBuiltPages();
const stopServices = await startServices();
process.on("SIGTERM", () => void stopServices().then(() => process.exit(0)));

const app = next({ dev: false, hostname: "127.0.0.1", httpServer: new Server() });
const [lane, callers] = await Promise.all([openLane("app"), addCallers(), app.prepare()]);
const to = {
  lane: getRequestListener((request) => lane.handle(request), { overrideGlobalObjects: false }),
  next: app.getRequestHandler(),
  upgradeLive: () => undefined,
};
const straight = await listen(openFrontDoor(to, { development: false, https: false }));
// In development the front door gives /api to Next; here that is Next with the production build.
const throughNext = await listen(openFrontDoor(to, { development: true, https: false }));
const operations = lane.operations.map(({ method, template }) => ({ method, template }));
process.stdout.write(`${JSON.stringify({ straight, throughNext, callers, operations })}\n`);
