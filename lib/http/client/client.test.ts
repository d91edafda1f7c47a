import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { type ClientOptions, createClient } from "./client";
import { openNetwork, type Resolve } from "./network";

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const servers: Server[] = [];

async function serve(handler: Handler): Promise<{ url: string; port: number; calls: () => number }> {
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

function open(options: Partial<ClientOptions> = {}, allow = ["127.0.0.1"], resolve?: Resolve) {
  return createClient({
    name: "test",
    timeoutMs: 2_000,
    firstDelayMs: 4,
    network: openNetwork({ allow, resolve }),
    ...options,
  });
}

function answers(...statuses: number[]): Handler {
  return (_request, response) => {
    response.statusCode = statuses.shift() ?? 200;
    response.end("{}");
  };
}

const coded = (code: string, more: object = {}) => expect.objectContaining({ code, ...more });

describe("trying again", () => {
  it("repeats a read until the vendor is well", async () => {
    const vendor = await serve(answers(503, 500, 429));
    expect((await open().request({ url: vendor.url })).status).toBe(200);
    expect(vendor.calls()).toBe(4);
  });

  it("gives up after three more tries and says whose fault it was", async () => {
    const vendor = await serve(answers(500, 500, 500, 500, 500));
    await expect(open().request({ url: vendor.url })).rejects.toThrow(
      coded("vendor_unavailable", { kind: "retryable", owner: "vendor" }),
    );
    expect(vendor.calls()).toBe(4);
  });

  it("never repeats a write that was refused", async () => {
    const vendor = await serve(answers(503));
    await expect(open().request({ url: vendor.url, method: "POST", body: "{}" })).rejects.toThrow(
      coded("vendor_unavailable"),
    );
    expect(vendor.calls()).toBe(1);
  });

  it("says of a write whose answer was lost that it may have happened", async () => {
    const vendor = await serve((request) => request.socket.destroy());
    await expect(open().request({ url: vendor.url, method: "POST", body: "{}" })).rejects.toThrow(
      coded("vendor_outcome_unknown", { kind: "ambiguous" }),
    );
    expect(vendor.calls()).toBe(1);
  });

  it("asks for a fresh body at each try when told that repeating is safe", async () => {
    const bodies: string[] = [];
    const vendor = await serve((request, response) => {
      request.on("data", (chunk) => bodies.push(String(chunk)));
      request.on("end", () => {
        response.statusCode = bodies.length < 2 ? 503 : 200;
        response.end();
      });
    });
    let made = 0;
    const body = async () => `body ${++made}`;
    await open().request({ url: vendor.url, method: "POST", retry: "idempotent", body });
    expect(bodies).toEqual(["body 1", "body 2"]);
  });

  it("repeats a read whose body broke off", async () => {
    const vendor = await serve((_request, response) => {
      response.setHeader("content-length", "10");
      if (vendor.calls() > 1) return response.end("0123456789");
      response.write("01234");
      setImmediate(() => response.destroy());
    });
    expect((await open().request({ url: vendor.url })).text()).toBe("0123456789");
  });

  it("waits as long as Retry-After says", async () => {
    const times: number[] = [];
    const vendor = await serve((_request, response) => {
      times.push(performance.now());
      if (times.length === 1) response.writeHead(429, { "retry-after": "1" });
      response.end();
    });
    await open({ timeoutMs: 5_000 }).request({ url: vendor.url });
    const [first = 0, second = 0] = times;
    expect(second - first).toBeGreaterThanOrEqual(1_000);
  });

  it("hands a long Retry-After to the caller instead of holding its place", async () => {
    const vendor = await serve((_request, response) =>
      response.writeHead(429, { "retry-after": "120" }).end(),
    );
    await expect(open().request({ url: vendor.url })).rejects.toThrow(
      coded("vendor_rate_limited", { kind: "rate_limited", retryAfterMs: 120_000 }),
    );
    expect(vendor.calls()).toBe(1);
  });

  it("hands back the refusals the caller expects", async () => {
    const vendor = await serve(answers(404));
    const reply = await open().request({ url: vendor.url, expect: (status) => status === 404 });
    expect(reply.status).toBe(404);
  });
});

describe("time", () => {
  it("ends a call whose answer never begins, and closes the socket", async () => {
    const closed = Promise.withResolvers<void>();
    const vendor = await serve((request) => request.socket.on("close", closed.resolve));
    await expect(open({ timeoutMs: 100 }).request({ url: vendor.url })).rejects.toThrow(coded("vendor_slow"));
    await closed.promise;
  });

  it("ends a call whose answer only drips", async () => {
    const vendor = await serve((_request, response) => {
      const drip = setInterval(() => response.write("x"), 10);
      response.on("close", () => clearInterval(drip));
    });
    await expect(open({ timeoutMs: 150 }).request({ url: vendor.url })).rejects.toThrow(coded("vendor_slow"));
  });

  it("ends with the caller's reason when the caller cancels", async () => {
    const vendor = await serve(() => undefined);
    const controller = new AbortController();
    const call = open().request({ url: vendor.url, signal: controller.signal });
    controller.abort(new Error("cancelled by a person"));
    await expect(call).rejects.toThrow("cancelled by a person");
  });

  it("keeps calls beyond its share waiting, and no longer than their own time", async () => {
    const vendor = await serve(() => undefined);
    const client = open({ timeoutMs: 150, concurrency: 2, retries: 0 });
    const calls = Array.from({ length: 8 }, () => client.request({ url: vendor.url }));
    const ends = await Promise.allSettled(calls);
    expect(ends.every((end) => end.status === "rejected")).toBe(true);
    expect(vendor.calls()).toBe(2);
  });
});

describe("the circuit breaker", () => {
  it("opens when seven of ten calls failed, lets one through after its rest, and closes on success", async () => {
    const statuses = [200, 200, 200, 500, 500, 500, 500, 500, 500, 500];
    const vendor = await serve(answers(...statuses));
    const client = open({ retries: 0, breakerRestMs: 40 });
    for (const _ of statuses) await client.request({ url: vendor.url }).catch(() => undefined);
    await expect(client.request({ url: vendor.url })).rejects.toThrow(
      coded("breaker_open", { retryAfterMs: 40 }),
    );
    expect(vendor.calls()).toBe(10);
    await expect
      .poll(() =>
        client.request({ url: vendor.url }).then(
          (reply) => reply.status,
          () => 0,
        ),
      )
      .toBe(200);
    expect(vendor.calls()).toBe(11);
  });

  it("does not count refusals of single requests", async () => {
    const vendor = await serve(answers(...Array.from({ length: 30 }, () => 404)));
    const client = open({ retries: 0 });
    for (let i = 0; i < 30; i++) await client.request({ url: vendor.url }).catch(() => undefined);
    expect((await client.request({ url: vendor.url })).status).toBe(200);
  });
});

describe("answers", () => {
  it("unpacks gzip", async () => {
    const vendor = await serve((_request, response) =>
      response.setHeader("content-encoding", "gzip").end(gzipSync('{"a":1}')),
    );
    const reply = await open().request({ url: vendor.url });
    expect(reply.json(z.object({ a: z.number() }))).toEqual({ a: 1 });
  });

  it("stops unpacking a bomb at the size allowed", async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    const vendor = await serve((_request, response) =>
      response.setHeader("content-encoding", "gzip").end(bomb),
    );
    await expect(open().request({ url: vendor.url, maxBytes: 100_000 })).rejects.toThrow(
      coded("vendor_reply_too_large"),
    );
  });

  it("stops reading at the size allowed", async () => {
    const vendor = await serve((_request, response) => response.end(Buffer.alloc(5_000_000)));
    await expect(open().request({ url: vendor.url, maxBytes: 100_000 })).rejects.toThrow(
      coded("vendor_reply_too_large", { kind: "fatal" }),
    );
    expect(vendor.calls()).toBe(1);
  });

  it("names a damaged compressed answer", async () => {
    const vendor = await serve((_request, response) =>
      response.setHeader("content-encoding", "gzip").end("no gzip at all"),
    );
    await expect(open({ retries: 0 }).request({ url: vendor.url })).rejects.toThrow(
      coded("vendor_reply_unreadable"),
    );
  });

  it.each([
    ["<html>Camila</html>", z.object({})],
    ['{"name":"Camila"', z.object({})],
    ['{"name":"Camila"}', z.object({ id: z.string() })],
  ])("quotes nothing of an answer it cannot read: %s", async (body, schema) => {
    const vendor = await serve((_request, response) => response.end(body));
    const reply = await open().request({ url: vendor.url });
    const error = await Promise.resolve()
      .then(() => reply.json(schema))
      .catch((caught: unknown) => caught);
    expect(error).toEqual(coded("vendor_reply_unreadable"));
    expect(JSON.stringify(error)).not.toContain("Camila");
  });

  it("refuses bytes that are not of the character set declared", async () => {
    const vendor = await serve((_request, response) => response.end(Buffer.from([0xff, 0xfe, 0x41])));
    const reply = await open().request({ url: vendor.url });
    expect(() => reply.text()).toThrow(coded("vendor_reply_unreadable"));
  });

  it("reads another character set when the answer declares it", async () => {
    const vendor = await serve((_request, response) =>
      response.setHeader("content-type", "text/plain; charset=iso-8859-1").end(Buffer.from([0xfc])),
    );
    expect((await open().request({ url: vendor.url })).text()).toBe("ü");
  });

  it("hands a stream over as it arrives", async () => {
    const more = Promise.withResolvers<void>();
    const vendor = await serve(async (_request, response) => {
      response.write("first");
      await more.promise;
      response.end("second");
    });
    const { body } = await open().stream({ url: vendor.url });
    const chunks: string[] = [];
    for await (const chunk of body) {
      chunks.push(Buffer.from(chunk).toString());
      more.resolve();
    }
    expect(chunks).toEqual(["first", "second"]);
  });

  it("ends a stream that falls silent", async () => {
    const vendor = await serve((_request, response) => void response.write("first"));
    const { body } = await open().stream({ url: vendor.url, idleTimeoutMs: 50 });
    await expect(Array.fromAsync(body)).rejects.toThrow(coded("vendor_slow"));
  });
});

describe("addresses", () => {
  it("takes no credential to another origin", async () => {
    let seen: IncomingMessage["headers"] = {};
    const other = await serve((request, response) => {
      seen = request.headers;
      response.end();
    });
    const vendor = await serve((_request, response) =>
      response.writeHead(302, { location: other.url }).end(),
    );
    const headers = { authorization: "Bearer x", cookie: "s=1", "x-api-key": "k", accept: "text/plain" };
    await open().request({ url: vendor.url, headers });
    expect(seen).toMatchObject({ accept: "text/plain" });
    expect(Object.keys(seen)).not.toEqual(expect.arrayContaining(["authorization"]));
    expect(seen.cookie ?? seen["x-api-key"]).toBeUndefined();
  });

  it("keeps credentials on a redirect within the origin", async () => {
    let seen: string | undefined;
    const vendor = await serve((request, response) => {
      if (request.url === "/") return response.writeHead(307, { location: "/there" }).end();
      seen = request.headers.authorization;
      response.end();
    });
    await open().request({ url: vendor.url, headers: { authorization: "Bearer x" } });
    expect(seen).toBe("Bearer x");
  });

  it.each([301, 302, 303, 307, 308])("dials no refused address that a %d leads to", async (status) => {
    const inside = await serve((_request, response) => response.end());
    const vendor = await serve((_request, response) =>
      response.writeHead(status, { location: inside.url }).end(),
    );
    const client = open({}, [`127.0.0.1:${vendor.port}`]);
    await expect(client.request({ url: vendor.url })).rejects.toThrow(coded("endpoint_not_allowed"));
    expect(inside.calls()).toBe(0);
  });

  it("ends a circle of redirects", async () => {
    const vendor = await serve((_request, response) => response.writeHead(302, { location: "/" }).end());
    await expect(open().request({ url: vendor.url })).rejects.toThrow(coded("vendor_refused"));
    expect(vendor.calls()).toBeLessThan(8);
  });

  it.each([
    [["127.0.0.1"]],
    [["8.8.8.8", "127.0.0.1"]],
    [["::1"]],
    [["::ffff:127.0.0.1"]],
    [["169.254.169.254"]],
  ])("dials no name that resolves to %j", async (addresses) => {
    const inside = await serve((_request, response) => response.end());
    const client = open({}, [], async () => addresses);
    const url = `http://ehr.example.org:${inside.port}/`;
    await expect(client.request({ url })).rejects.toThrow(coded("endpoint_not_allowed"));
    expect(inside.calls()).toBe(0);
  });

  it("connects to the address it checked, not to one that the name changes to", async () => {
    const inside = await serve((_request, response) => response.end());
    const resolved: string[] = [];
    const client = open({ retries: 0 }, [`10.0.0.1:${inside.port}`], async () => {
      resolved.push("asked");
      return resolved.length === 1 ? ["127.0.0.1"] : ["10.0.0.1"];
    });
    await expect(client.request({ url: `http://ehr.example.org:${inside.port}/` })).rejects.toThrow();
    expect(resolved).toEqual(["asked"]);
    expect(inside.calls()).toBe(0);
  });
});
