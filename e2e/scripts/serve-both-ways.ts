/**
 * Serves the API of this build twice, straight and through Next, over one database of its own. Prints, as one JSON
 * line, both addresses and the headers of callers; ends with its parent's SIGTERM.
 */

import { createServer, Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import next from "next";
import { Client } from "pg";
import { permissions } from "@/lib/auth";
import { type FrontDoor, openFrontDoor, openLane } from "@/lib/http/lane";
import { addKey, addPerson } from "@/lib/http/testing/callers";
import { env } from "@/lib/platform/env";
import { newId } from "@/lib/platform/ids";
import { startServices } from "./services";

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

await startServices({ NEXTAUTH_URL: "http://127.0.0.1:3000", TRUSTED_PROXIES: "loopback" });

const app = next({ dev: false, hostname: "127.0.0.1", httpServer: new Server() });
const [lane, callers] = await Promise.all([openLane("app"), addCallers(), app.prepare()]);
const to = {
  lane: getRequestListener((request) => lane.handle(request), { overrideGlobalObjects: false }),
  next: app.getRequestHandler(),
  upgradeLive: () => undefined,
};
// The tests stand behind a proxy of this machine.
const options = { https: false, trustedProxies: env().TRUSTED_PROXIES };
const straight = await listen(openFrontDoor(to, { ...options, development: false }));
// In development the front door gives /api to Next; here that is Next with the production build.
const throughNext = await listen(openFrontDoor(to, { ...options, development: true }));
const operations = lane.operations.map(({ method, template }) => ({ method, template }));
process.stdout.write(`${JSON.stringify({ straight, throughNext, callers, operations })}\n`);
