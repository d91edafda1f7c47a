import { Agent, request as httpRequest } from "node:http";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { env } from "@/lib/platform/env";
import { installationForTests } from "@/lib/platform/testing/hooks";
import { setEnvironment } from "@/lib/platform/testing/installation";
import { route } from "..";
import { addKey, type Caller } from "../testing/callers";
import { type ServedRoutes, serveRoutes } from "../testing/served-routes";

const about = { tag: "Tests", summary: "A thing", returns: z.object({ ip: z.string() }) } as const;

const routes = {
  "/api/things": {
    GET: route({ ...about, allow: "sync:read", run: ({ ip }) => ({ ip }) }),
    POST: route({ ...about, allow: "sync:read", run: ({ ip }) => ({ ip }) }),
  },
  "/api/open": { GET: route({ ...about, allow: "open", run: ({ ip }) => ({ ip }) }) },
};

const installation = installationForTests();
let server: ServedRoutes;
let admin: Caller;

beforeAll(async () => {
  admin = await addKey(installation, await installation.addOrganization(), ["sync:read"]);
  server = await serveRoutes(routes);
});

afterAll(async () => {
  await server.close();
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

describe("the address of the client", () => {
  const spoofed = { "x-carelane-peer": "10.0.0.1", forwarded: "for=10.0.0.2", "x-forwarded-for": "10.0.0.3" };

  async function serveBehind(trusted: string): Promise<ServedRoutes> {
    setEnvironment({ TRUSTED_PROXIES: trusted });
    const { TRUSTED_PROXIES: trustedProxies } = env();
    setEnvironment({ TRUSTED_PROXIES: undefined });
    return serveRoutes(routes, { trustedProxies });
  }

  async function addressSeen(trusted: string, headers: Record<string, string>): Promise<string> {
    const behind = await serveBehind(trusted);
    const response = await fetch(`${behind.url}/api/open`, { headers });
    await behind.close();
    return (await response.json()).ip;
  }

  it.each(["", "private", "10.0.0.0/8,::1"])(
    "is that of the connection when «%s» does not name it",
    async (trusted) => {
      expect(await addressSeen(trusted, spoofed)).toBe("127.0.0.1");
    },
  );

  it.each([
    [
      "what the proxy wrote, not what the client wrote before it",
      "203.0.113.9, 198.51.100.7",
      "198.51.100.7",
    ],
    ["past every trusted proxy", "203.0.113.9,198.51.100.7, 10.1.2.3 ,127.0.0.2", "198.51.100.7"],
    ["without the port of some balancers", "198.51.100.7:40312", "198.51.100.7"],
    ["in the notation of IPv6", "[2001:DB8:0::7]:40312", "2001:db8::7"],
    ["an IPv4 address within IPv6", "::ffff:198.51.100.7", "198.51.100.7"],
    ["the farthest proxy, where clients are inside", "10.9.9.9, 10.1.2.3", "10.9.9.9"],
    ["the proxy that says it does not know", "198.51.100.7, unknown, 10.1.2.3", "10.1.2.3"],
    ["the proxy itself, where it writes nothing", "", "127.0.0.1"],
  ])("behind trusted proxies is %s", async (_what, forwarded, address) => {
    expect(await addressSeen("loopback, private", { ...spoofed, "x-forwarded-for": forwarded })).toBe(
      address,
    );
  });

  it("has limits of its own", async () => {
    const behind = await serveBehind("loopback");
    const left = async (address: string) => {
      const headers = { "x-forwarded-for": address };
      const response = await fetch(`${behind.url}/api/open`, { headers });
      return Number(response.headers.get("ratelimit-remaining"));
    };
    const first = await left("203.0.113.200");
    expect(await left("203.0.113.200")).toBe(first - 1);
    expect(await left("203.0.113.201")).toBe(first);
    await behind.close();
  });
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
