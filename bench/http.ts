/**
 * What Next costs per API request: the same route handlers, given the same requests, through Next and straight.
 */
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { getRequestListener } from "@hono/node-server";
import next from "next";
import { Agent, request } from "undici";
import { openLane } from "@/lib/http/lane";
import { closePool } from "@/lib/platform/db";
import { closeRedis } from "@/lib/platform/redis";
import { provideBuiltPages } from "@/scripts/product/build-web";

const connections = 32;
const warmUpMs = 1_500;
const measureMs = 5_000;
const path = "/api/health/live";

async function listen(listener: RequestListener) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}${path}`, close: () => server.close() };
}

/** Requests a second over `connections` kept-alive connections; a status other than 200 ends the benchmark. */
async function measure(url: string): Promise<number> {
  const dispatcher = new Agent({ connections, pipelining: 1 });
  let answered = 0;
  let open = true;
  const ask = async () => {
    while (open) {
      const { statusCode, body } = await request(url, { dispatcher });
      await body.dump();
      if (statusCode !== 200) throw new Error(`${url} answered ${statusCode}`);
      answered += 1;
    }
  };
  const clients = Promise.all(Array.from({ length: connections }, ask));
  await sleep(warmUpMs);
  const [before, startedAt] = [answered, performance.now()];
  await Promise.race([sleep(measureMs), clients]);
  const perSecond = (answered - before) / ((performance.now() - startedAt) / 1_000);
  open = false;
  await clients;
  await dispatcher.close();
  return perSecond;
}

function print(what: string, value: string): void {
  console.log(`${what.padEnd(40)} ${value}`);
}

async function compare(): Promise<void> {
  await provideBuiltPages();
  const app = next({ dev: false, hostname: "127.0.0.1", httpServer: createServer() });
  const [lane] = await Promise.all([openLane("app"), app.prepare()]);
  const throughNext = await listen(app.getRequestHandler());
  const straight = await listen(
    getRequestListener((given) => lane.handle(given), { overrideGlobalObjects: false }),
  );
  const nextPerSecond = await measure(throughNext.url);
  const straightPerSecond = await measure(straight.url);
  print("Through Next", `${Math.round(nextPerSecond).toLocaleString("en")}/s`);
  print("Straight", `${Math.round(straightPerSecond).toLocaleString("en")}/s`);
  print("Ratio", `${(straightPerSecond / nextPerSecond).toFixed(1)}`);
  throughNext.close();
  straight.close();
  await app.close();
  await closePool();
  await closeRedis("quick");
}

// Every request here comes from one address; the limiter still counts each.
process.env.RATE_LIMITS = JSON.stringify({ health: { requests: 100_000_000, windowMs: 60_000 } });
await compare();
process.exit(0);
