/** The web process: owns the port, answers /api and /ws itself and gives the pages to Next. */
import { Server } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { getRequestListener } from "@hono/node-server";
import { assertRateLimitsKnown } from "@/lib/http";
import { makeWebServer, openFrontDoor, openLane } from "@/lib/http/lane";
import { assertDoorsHold, closePool, isUnavailable } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { isCarelaneError } from "@/lib/platform/errors";
import { createLogger } from "@/lib/platform/logger";
import { type Gateway, openGateway } from "@/lib/realtime";

const log = createLogger("web");

/** How long running requests may take to end when the process is asked to. */
const graceMs = 8_000;
const databaseRetryMs = 1_000;

/** Refuses an unsafe login, and waits for a database that is not there yet. */
async function waitForDatabase(): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await assertDoorsHold();
    } catch (error) {
      if (!isUnavailable(error)) throw error;
      if (tries === 0)
        log.warn("Waiting for PostgreSQL, DATABASE_URL names a server that does not answer", { error });
      await pause(databaseRetryMs);
    }
  }
}

async function openNext(development: boolean) {
  // Next hangs a listener of its own on the server it is given; on this one nothing ever arrives.
  const parked = new Server();
  const { default: next } = await import("next");
  const { HOST: hostname, PORT: port } = env();
  const app = next({ dev: development, hostname, port, httpServer: parked });
  await app.prepare();
  return { app, parked };
}

function listen(server: Server): Promise<void> {
  const { HOST, PORT } = env();
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(PORT, HOST, resolve);
  });
}

/** Stops in order when asked to: sockets, running requests, connections. */
function stopWhenAsked(server: Server, gateway: Gateway): void {
  let stopping = false;
  async function stop(): Promise<void> {
    if (stopping) return;
    stopping = true;
    const closed = new Promise((resolve) => server.close(resolve));
    gateway.close();
    server.closeIdleConnections();
    await Promise.race([closed, pause(graceMs, undefined, { ref: false })]);
    server.closeAllConnections();
    await closePool();
    process.exit(0);
  }
  process.on("SIGTERM", () => void stop());
  process.on("SIGINT", () => void stop());
}

async function start(): Promise<void> {
  const development = env().NODE_ENV === "development";
  assertRateLimitsKnown();
  await waitForDatabase();
  const [lane, { app, parked }] = await Promise.all([openLane("app"), openNext(development)]);
  const gateway = openGateway();
  const door = openFrontDoor(
    {
      lane: getRequestListener((request) => lane.handle(request), { overrideGlobalObjects: false }),
      next: app.getRequestHandler(),
      upgradeLive: (request, socket, head) => void gateway.upgrade(request, socket, head),
      upgradeNext: development ? (...upgrade) => void parked.emit("upgrade", ...upgrade) : undefined,
    },
    {
      development,
      https: env().NEXTAUTH_URL.startsWith("https:"),
      trustedProxies: env().TRUSTED_PROXIES,
    },
  );
  const server = makeWebServer().on("request", door.onRequest).on("upgrade", door.onUpgrade);
  stopWhenAsked(server, gateway);
  await listen(server);
  log.info("The web process is ready", { port: env().PORT });
}

function explain(error: unknown): string {
  if (isCarelaneError(error)) return `${error.title}.\n${error.detail ?? ""}`;
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE") return `Port ${env().PORT} is taken by another program. Set PORT to a free one.`;
  return "The log above says why.";
}

start().catch((error: unknown) => {
  if (!isCarelaneError(error)) log.error("The web process could not start", { error });
  process.stderr.write(`Carelane's web process did not start. ${explain(error)}\n`);
  process.exit(1);
});
