import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { makeCaller } from "@/lib/integrations/testing/routes";
import { newId } from "@/lib/platform/ids";
import { Stage } from "./testing/stage";

let stage: Stage;
let organizationId: string;
let key: string;
let path: string;
beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage.close());
beforeEach(async () => {
  organizationId = newId();
  key = await stage.admin(organizationId);
  path = `/${organizationId}`;
});

const body = (more: object = {}) => ({ endpoint: stage.receiver.url(path), events: ["*"], ...more });

describe("setting a webhook up", () => {
  it("fills in what is usual and shows the secret this once", async () => {
    const created = await stage.call("POST", "", key, body());
    expect(created).toMatchObject({
      status: 201,
      json: {
        algorithm: "hmac-sha256",
        retry: { maxAttempts: 8, scheduleSeconds: [5, 300, 1_800, 7_200, 18_000, 36_000, 36_000] },
        timeoutMs: 15_000,
        payload: "thin",
        enabled: true,
        filter: null,
        publicKey: null,
        successRate24h: null,
        lastDeliveryAt: null,
      },
    });
    const { secret, ...view } = created.json;
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(view.secretHint).toBe(`…${secret.slice(-4)}`);
    expect((await stage.call("GET", `/${view.id}`, key)).json).toEqual(view);
    expect((await stage.call("GET", "", key)).json).toEqual({ data: [view], nextCursor: null });
    const { rows } = await stage.owner.query("select secrets::text from webhook_endpoints where id = $1", [
      view.id,
    ]);
    expect(rows[0].secrets).not.toContain(secret.slice(6, 30));
  });

  it.each([
    "http://127.0.0.2/",
    "http://2130706434/",
    "http://[::ffff:10.0.0.1]/",
    "http://169.254.169.254/latest",
    "http://localhost/",
    "http://x.internal/",
    "https://user:pass@example.org/",
    "ftp://example.org/",
    "no address",
  ])("refuses %s, also as a change", async (endpoint) => {
    const refused = { status: 422, json: { code: "endpoint_not_allowed" } };
    expect(await stage.call("POST", "", key, body({ endpoint }))).toMatchObject(refused);
    const { id } = await stage.subscribe(key, path);
    expect(await stage.call("PUT", `/${id}`, key, { endpoint })).toMatchObject(refused);
    expect((await stage.call("GET", `/${id}`, key)).json.endpoint).toBe(stage.receiver.url(path));
  });

  it.each([
    [{ events: [] }],
    [{ events: ["patient.eaten"] }],
    [{ secret: "short" }],
    [{ secret: "whsec_***not base64***" }],
    [{ algorithm: "md5" }],
    [{ retry: { maxAttempts: 21 } }],
    [{ timeoutMs: 999 }],
    [{ filter: { expression: "$ +" } }],
    [{ ehrProvider: "epic", integrationId: newId() }],
  ])("refuses %j", async (more) => {
    const { status } = await stage.call("POST", "", key, body(more));
    expect([400, 422]).toContain(status);
    expect((await stage.call("GET", "", key)).json.data).toEqual([]);
  });

  it("says at the filter's expression what is wrong with it", async () => {
    const { json } = await stage.call("POST", "", key, body({ filter: { expression: "data.version >" } }));
    expect(json.errors).toEqual([{ path: "filter.expression", message: expect.stringMatching(/\w+/) }]);
  });

  it("knows vendors by any of their names, and no integration of others", async () => {
    expect((await stage.call("POST", "", key, body({ ehrProvider: "Epic Systems" }))).json.ehrProvider).toBe(
      "epic",
    );
    expect(await stage.call("POST", "", key, body({ ehrProvider: "Nobody" }))).toMatchObject({
      status: 422,
      json: { code: "unknown_connector" },
    });
    expect(await stage.call("POST", "", key, body({ integrationId: newId() }))).toMatchObject({
      status: 404,
      json: { code: "integration_not_found" },
    });
  });
});

describe("changing a webhook", () => {
  it("changes what is sent alone; null clears", async () => {
    const { secret: _, ...view } = await stage.subscribe(key, path, {
      description: "x",
      ehrProvider: "epic",
    });
    const change = { description: null, ehrProvider: null, events: ["sync.failed"] };
    const { json } = await stage.call("PUT", `/${view.id}`, key, change);
    expect(json).toEqual({ ...view, ...change });
  });

  it("rotates the secret: for a day both sign", async () => {
    const { id, secret: old } = await stage.subscribe(key, path, { algorithm: "ed25519" });
    const rotated = await stage.call("POST", `/${id}/rotate`, key, {});
    expect(rotated.status).toBe(200);
    expect(rotated.json.publicKey).toMatch(/^whpk_/);
    await stage.call("POST", `/${id}/test`, key, {});
    const end =
      "update webhook_endpoints set secrets = jsonb_set(secrets, '{1,until}', '\"2020-01-01T00:00:00Z\"') where id = $1";
    await stage.owner.query(end, [id]);
    await stage.call("POST", `/${id}/test`, key, {});
    const [during, after] = stage.receiver.at(path);
    const verify = (secret: string, sent = during) =>
      new Webhook(secret).verify(sent?.body ?? "", sent?.headers ?? {});
    expect(verify(rotated.json.secret)).toEqual(verify(old));
    expect(verify(rotated.json.secret, after)).toMatchObject({ type: "webhook.test" });
    expect(() => verify(old, after)).toThrow();
  });

  it("takes it away with its log", async () => {
    const { id } = await stage.subscribe(key, path);
    expect((await stage.call("DELETE", `/${id}`, key)).status).toBe(204);
    expect((await stage.call("GET", `/${id}`, key)).status).toBe(404);
    expect((await stage.call("GET", `/${id}/deliveries`, key)).status).toBe(404);
  });
});

describe("a test message", () => {
  it("says how it went, whatever the receiver does", async () => {
    const { id } = await stage.subscribe(key, path);
    const test = () => stage.call("POST", `/${id}/test`, key, {});
    expect(await test()).toMatchObject({
      status: 200,
      json: { success: true, status: 204, latency: expect.any(Number), message: "Delivered" },
    });
    stage.receiver.plan(
      path,
      (response) => response.writeHead(500).end(),
      (_response, request) => request.socket.destroy(),
    );
    expect(await test()).toMatchObject({ status: 200, json: { success: false, status: 500 } });
    expect(await test()).toMatchObject({ status: 200, json: { success: false, status: null } });
  });
});

describe("who may", () => {
  const calls: [string, string, object?][] = [
    ["GET", ""],
    ["POST", "", { endpoint: "https://example.org", events: ["*"] }],
    ["GET", "/ID"],
    ["PUT", "/ID", { enabled: false }],
    ["DELETE", "/ID"],
    ["POST", "/ID/test", {}],
    ["POST", "/ID/rotate", {}],
    ["GET", "/ID/deliveries"],
    ["POST", `/ID/deliveries/${newId()}/replay`, {}],
  ];

  it.each(calls)("%s %s is for those who are known and allowed", async (method, route, sent) => {
    const { id, secret: _, ...view } = await stage.subscribe(key, path);
    const address = route.replace("ID", id);
    expect((await stage.call(method, address, undefined, sent)).status).toBe(401);
    const { key: driver } = await makeCaller("driver", organizationId);
    expect((await stage.call(method, address, driver, sent)).status).toBe(403);
    if (method !== "GET") {
      const { key: staff } = await makeCaller("lab_staff", organizationId);
      expect((await stage.call(method, address, staff, sent)).status).toBe(403);
    }
    if (route !== "") {
      const stranger = await stage.admin(newId());
      expect((await stage.call(method, address, stranger, sent)).status).toBe(404);
    }
    expect((await stage.call("GET", "", key)).json.data).toEqual([{ id, ...view }]);
    expect(stage.receiver.at(path)).toEqual([]);
  });
});
