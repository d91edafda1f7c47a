import { connect } from "node:net";
import { setInterval as every } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { installationForTests } from "@/lib/platform/testing/hooks";
import { route } from "..";
import { addKey, type Caller } from "../testing/callers";
import { type ServedRoutes, serveRoutes } from "../testing/served-routes";

const about = { tag: "Tests", summary: "A thing" } as const;

let served = 0;
const installation = installationForTests();
let server: ServedRoutes;
let caller: Caller;

beforeAll(async () => {
  caller = await addKey(installation, await installation.addOrganization(), ["sync:write"]);
  server = await serveRoutes(
    {
      "/api/things": {
        POST: route({
          ...about,
          allow: "sync:write",
          body: z.unknown(),
          run: () => {
            served += 1;
          },
        }),
      },
      "/api/open": { GET: route({ ...about, allow: "open", run: () => ({ ok: true }) }) },
    },
    { patience: { headersTimeout: 300, requestTimeout: 600, connectionsCheckingInterval: 50 } },
  );
});

afterAll(async () => {
  await server.close();
});

/** Sends `start` at once and then `drop` again and again; answers what came back once the server has closed. */
async function drip(start: string, drop: string): Promise<string> {
  const socket = connect(server.port, "127.0.0.1");
  let answer = "";
  socket.on("data", (chunk) => {
    answer += String(chunk);
  });
  // The server resets the connection when a drop comes after its end.
  socket.on("error", () => undefined);
  socket.write(start);
  for await (const _ of every(20)) {
    if (socket.closed || socket.readableEnded) break;
    socket.write(drop);
  }
  socket.destroy();
  return answer;
}

const head = (method: string, path: string) => `${method} ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n`;

it("ends a client whose headers never end", async () => {
  expect(await drip(head("GET", "/api/open"), "x-more: 1\r\n")).toMatch(/^HTTP\/1\.1 408 /);
});

it("ends a client whose body comes drop by drop, without doing what it asks", async () => {
  const start = `${head("POST", "/api/things")}authorization: ${caller.headers.authorization}\r\ncontent-type: application/json\r\ncontent-length: 100000\r\n\r\n[`;
  expect(await drip(start, "1,")).toMatch(/^HTTP\/1\.1 408 /);
  expect(served).toBe(0);
});

it("serves everybody else while a hundred such clients hold their connections", async () => {
  const slow = Array.from({ length: 100 }, () => drip(head("GET", "/api/open"), "x-more: 1\r\n"));
  const ask = () => fetch(`${server.url}/api/open`).then(({ status }) => status);
  expect(await Promise.all(Array.from({ length: 20 }, ask))).toEqual(Array(20).fill(200));
  expect(await Promise.all(slow)).toHaveLength(100);
});
