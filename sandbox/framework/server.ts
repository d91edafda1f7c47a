/** One web server on loopback for all simulated vendors, told apart by the first part of the path. */
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { deliver } from "@/sandbox/framework/delivery";
import { answerDoor, type Backstage } from "@/sandbox/framework/doors";
import type { FaultTarget } from "@/sandbox/framework/faults";
import type { Reply } from "@/sandbox/framework/reply";
import type { Vendor, VendorRequest } from "@/sandbox/framework/vendor";

const defaultLatencyMs = 1_000;

/** Opens the port before the vendors exist, because their addresses contain it. */
export async function listen(port: number): Promise<{ server: Server; url: string }> {
  // Longer than the pause of any client between two calls: a connection closed under a call is a fault to be ordered.
  const server = createServer({ keepAliveTimeout: 65_000 });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The sandbox listens on no port");
  return { server, url: `http://127.0.0.1:${address.port}` };
}

/** Starts answering. */
export function serve(server: Server, url: string, backstage: Backstage): void {
  server.on("request", (incoming, response) => {
    answer(url, backstage, incoming, response).catch((error: unknown) => {
      console.error("The sandbox failed on", incoming.method, incoming.url, error);
      if (response.headersSent) response.destroy();
      else response.writeHead(500).end();
    });
  });
}

async function answer(
  origin: string,
  backstage: Backstage,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(incoming);
  const url = new URL(`${origin}${incoming.url ?? "/"}`);
  const call: Call = { method: incoming.method ?? "GET", url, headers: incoming.headers, body };
  const vendor = backstage.vendors.get(url.pathname.split("/")[1] ?? "");
  if (vendor) return answerAsVendor(backstage, vendor, call, response);
  const reply = answerDoor(backstage, { ...call, body: body.toString() });
  await deliver(reply, response, backstage.faults, { vendor: "", method: call.method, pathAndQuery: "" });
}

interface Call {
  method: string;
  url: URL;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

async function answerAsVendor(
  backstage: Backstage,
  vendor: Vendor,
  { method, url, headers, body }: Call,
  response: ServerResponse,
): Promise<void> {
  const startedAtMs = Date.now();
  const target = { vendor: vendor.id, method, pathAndQuery: `${url.pathname}${url.search}` };
  const reply = await playVendor(backstage, vendor, target, {
    method,
    url,
    path: url.pathname.slice(vendor.id.length + 1),
    headers,
    body: body.toString(),
    plays: (kind) => backstage.faults.take(kind, target) !== undefined,
  });
  const entry = backstage.log.record(vendor.id, {
    at: new Date(startedAtMs).toISOString(),
    method,
    path: url.pathname,
    query: url.search.slice(1),
    status: reply.status,
    ms: Date.now() - startedAtMs,
    bodyBytes: body.length,
  });
  entry.status = await deliver(reply, response, backstage.faults, target);
  entry.ms = Date.now() - startedAtMs;
}

/** The vendor's own answer, unless a fault speaks first. */
async function playVendor(
  { faults }: Backstage,
  vendor: Vendor,
  target: FaultTarget,
  request: VendorRequest,
): Promise<Reply> {
  const latency = faults.take("latency", target);
  if (latency) await delay(latency.ms ?? defaultLatencyMs);
  const refused = faults.take("status", target);
  if (!refused) return vendor.handle(request);
  const reply = vendor.refusal(refused.status ?? 500);
  if (refused.retryAfter === undefined) return reply;
  return { ...reply, headers: { ...reply.headers, "retry-after": String(refused.retryAfter) } };
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks);
}
