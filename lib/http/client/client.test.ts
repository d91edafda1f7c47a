import type { ServerResponse } from "node:http";
import { describe, expect, it } from "vitest";
import { answers, coded, open, serve } from "./testing/vendor";

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
    const held: ServerResponse[] = [];
    const vendor = await serve((_request, response) => {
      held.push(response);
    });
    const client = open({ timeoutMs: 30_000, concurrency: 2, retries: 0 });
    const first = [client.request({ url: vendor.url }), client.request({ url: vendor.url })];
    await expect.poll(() => vendor.calls()).toBe(2);
    const waiting = client.request({ url: vendor.url, timeoutMs: 50 });
    await expect(waiting).rejects.toThrow(coded("vendor_slow"));
    expect(vendor.calls()).toBe(2);
    for (const response of held) response.end();
    await Promise.all(first);
  });
});

describe("the circuit breaker", () => {
  it("opens when seven of ten calls failed, lets one through after its rest, and closes on success", async () => {
    const statuses = [200, 200, 200, 500, 500, 500, 500, 500, 500, 500];
    const vendor = await serve(answers(...statuses));
    const client = open({ retries: 0, breakerRestMs: 400 });
    for (const _ of statuses) await client.request({ url: vendor.url }).catch(() => undefined);
    await expect(client.request({ url: vendor.url })).rejects.toThrow(
      coded("breaker_open", { retryAfterMs: 400 }),
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
