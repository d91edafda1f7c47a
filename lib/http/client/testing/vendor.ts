/** A vendor of one's own on loopback, and a client that may call it. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect } from "vitest";
import { type ClientOptions, createClient } from "../client";
import { openNetwork, type Resolve } from "../network";

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const servers: Server[] = [];

/** Starts a server; it is closed after the test. */
export async function serve(handler: Handler): Promise<{ url: string; port: number; calls: () => number }> {
  let calls = 0;
  const server = createServer((request, response) => {
    calls++;
    handler(request, response);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, port, calls: () => calls };
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A client whose waits are short. */
export function open(options: Partial<ClientOptions> = {}, allow = ["127.0.0.1"], resolve?: Resolve) {
  return createClient({
    name: "test",
    timeoutMs: 2_000,
    firstDelayMs: 4,
    network: openNetwork({ allow, resolve }),
    ...options,
  });
}

/** Answers these statuses one after the other, then 200. */
export function answers(...statuses: number[]): Handler {
  return (_request, response) => {
    response.statusCode = statuses.shift() ?? 200;
    response.end("{}");
  };
}

export const coded = (code: string, more: object = {}) => expect.objectContaining({ code, ...more });
