import { Agent, request as httpRequest } from "node:http";
import { connect } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { type Installation, openInstallation } from "@/lib/platform/testing/installation";
import { route } from "..";
import { addKey, type Caller } from "../testing/callers";
import { type ServedRoutes, serveRoutes } from "../testing/served-routes";

const about = { tag: "Tests", summary: "A thing", returns: z.object({ ip: z.string() }) } as const;

let installation: Installation;
let server: ServedRoutes;
let admin: Caller;

beforeAll(async () => {
  installation = await openInstallation();
  admin = await addKey(installation, await installation.addOrganization(), ["sync:read"]);
  server = await serveRoutes({
    "/api/things": {
      GET: route({ ...about, allow: "sync:read", run: ({ ip }) => ({ ip }) }),
      POST: route({ ...about, allow: "sync:read", run: ({ ip }) => ({ ip }) }),
    },
    "/api/open": { GET: route({ ...about, allow: "open", run: ({ ip }) => ({ ip }) }) },
  });
});

afterAll(async () => {
  await server.close();
  await installation.close();
});

function ask(path: string, init: RequestInit = {}, caller?: Caller): Promise<Response> {
  return fetch(server.url + path, { ...init, headers: { ...caller?.headers, ...init.headers } });
}

it("answers HEAD, OPTIONS and unknown methods as Next does", async () => {
  const head = await ask("/api/things", { method: "HEAD" }, admin);
  const options = await ask("/api/things", { method: "OPTIONS" });
  const put = await ask("/api/things", { method: "PUT" }, admin);
  expect([head.status, await head.text()]).toEqual([200, ""]);
  expect([options.status, options.headers.get("allow")]).toEqual([204, "GET, HEAD, OPTIONS, POST"]);
  expect([put.status, put.headers.get("allow")]).toEqual([405, "GET, HEAD, OPTIONS, POST"]);
});

it("sends odd slashes to the plain address on this host", async () => {
  for (const path of ["/api/open/", "/api//open", "/api///open//"]) {
    const response = await ask(`${path}?a=1`, { redirect: "manual" });
    expect([response.status, response.headers.get("location")]).toEqual([308, "/api/open?a=1"]);
  }
});

it("answers 404 with a problem where there is no route", async () => {
  const response = await ask("/api/nothing");
  expect([response.status, (await response.json()).code]).toEqual([404, "not_found"]);
});

it("does not believe an address that the client claims", async () => {
  const headers = { "x-carelane-peer": "10.0.0.1", "x-forwarded-for": "10.0.0.2" };
  expect((await (await ask("/api/open", { headers })).json()).ip).toBe("127.0.0.1");
});

it("refuses a request line that names a host", async () => {
  const answer = await new Promise<string>((resolve, reject) => {
    const socket = connect(server.port, "127.0.0.1");
    let text = "";
    socket.on("data", (chunk) => {
      text += String(chunk);
    });
    socket.on("close", () => resolve(text)).on("error", reject);
    socket.end(
      "GET http://evil.example/api/open HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n",
    );
  });
  expect(answer).toMatch(/^HTTP\/1.1 400 /);
});

it("serves the next request of a connection whose last body was refused unread", async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const send = (method: string, path: string, body?: string) =>
    new Promise<number>((resolve, reject) => {
      const request = httpRequest(
        { port: server.port, host: "127.0.0.1", path, method, agent },
        (response) => {
          response.resume().on("end", () => resolve(response.statusCode ?? 0));
        },
      );
      request.on("error", reject).end(body);
    });
  expect(await send("POST", "/api/things", "x".repeat(10_000))).toBe(401);
  expect(await send("GET", "/api/open")).toBe(200);
  agent.destroy();
});
