import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/auth";
import { adminOf } from "@/lib/auth/testing/actors";
import { listMessages, readMessage } from "@/lib/messages";
import { newId } from "@/lib/platform/ids";
import { changeRecord, createRecord } from "@/lib/records";
import { Stage, until } from "./testing/stage";

let stage: Stage;
let actor: Actor;
let key: string;
let path: string;
beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage.close());
beforeEach(async () => {
  const organizationId = newId();
  key = await stage.admin(organizationId);
  path = `/${organizationId}`;
  actor = adminOf(organizationId);
});

function admit(lastName = "Lopez") {
  return createRecord(actor, "patients", { firstName: "Camila", lastName });
}
const statuses = async (id: string) => (await stage.deliveries(key, id)).map((delivery) => delivery.status);
const ended = (id: string, status: string) => until(async () => expect(await statuses(id)).toEqual([status]));

describe("a delivery", () => {
  it("arrives signed, with ids alone, and stands in the log", async () => {
    const { id, secret } = await stage.subscribe(key, path);
    const patient = await admit();
    await ended(id, "DELIVERED");
    const [received] = stage.receiver.at(path);
    expect(new Webhook(secret).verify(received?.body ?? "", received?.headers ?? {})).toEqual({
      type: "patient.created",
      timestamp: expect.any(String),
      data: {
        id: received?.headers["webhook-id"],
        entity: "patients",
        recordId: patient.id,
        integrationId: null,
        version: 1,
      },
    });
    expect(received?.body).not.toContain("Lopez");
    expect(received?.headers).toMatchObject({ "content-type": "application/json", "user-agent": "Carelane" });
    const { json } = await stage.call("GET", `/${id}`, key);
    expect(json).toMatchObject({ successRate24h: 1, lastDeliveryAt: expect.any(String) });
  });

  it("stands among all messages, found by its patient, with what each try came to", async () => {
    const { id } = await stage.subscribe(key, path, { payload: "full" });
    stage.receiver.plan(path, (response) => response.writeHead(500).end("busy"));
    const patient = await admit();
    await ended(id, "FAILED");
    const list = () => listMessages(actor, { kind: "webhook", patientId: patient.id }, 10, null);
    expect((await list()).data).toMatchObject([
      { processing: "FAILED", ack: { code: "500" }, attempts: 1, nextAttemptAt: expect.any(String) },
    ]);
    await ended(id, "DELIVERED");
    const [received] = stage.receiver.at(path);
    const { data } = await list();
    const message = await readMessage(actor, data[0]?.id ?? "");
    expect(message).toMatchObject({
      direction: "out",
      type: "patient.created",
      controlId: received?.headers["webhook-id"],
      raw: received?.body,
      processing: "PROCESSED",
      ack: { code: "204", state: "SENT" },
      attempts: 2,
      nextAttemptAt: null,
      errors: [],
      records: [
        { entity: "patients", recordId: patient.id },
        { entity: "webhook_endpoints", recordId: id },
      ],
    });
    expect(message.timeline.map(({ event }) => event)).toEqual(["sent", "rejected", "sent", "acknowledged"]);
    expect(data).toHaveLength(1);
  });

  it("that was tried is given up, among messages too, when its endpoint is deleted", async () => {
    const { id } = await stage.subscribe(key, path);
    stage.receiver.plan(path, (response) => response.writeHead(500).end("busy"));
    await admit();
    await ended(id, "FAILED");
    const processing = async () => {
      const { data } = await listMessages(actor, { kind: "webhook" }, 10, null);
      return data.map((message) => message.processing);
    };
    expect(await processing()).toEqual(["FAILED"]);
    await stage.call("DELETE", `/${id}`, key);
    expect(await processing()).toEqual(["DEAD"]);
  });

  it("goes only where the endpoint's own expression finds it true, which sees the record though it is not sent", async () => {
    const expression = "data.record.lastName = 'Lopez'";
    const { id } = await stage.subscribe(key, path, { filter: { expression } });
    await admit("Ortiz");
    const wanted = await admit("Lopez");
    await ended(id, "DELIVERED");
    const bodies = stage.receiver.at(path).map(({ body }) => JSON.parse(body));
    expect(bodies.map(({ data }) => data.recordId)).toEqual([wanted.id]);
    expect(bodies[0].data.record).toBeUndefined();
  });

  it("is not lost when the expression fails: the log says why, and it is tried again", async () => {
    const { id } = await stage.subscribe(key, path, { filter: { expression: "$number(type) = 1" } });
    await admit();
    await ended(id, "FAILED");
    const [delivery] = await stage.deliveries(key, id);
    expect(delivery?.attempts[0]?.error).toMatch(/^The filter's expression failed\./);
    expect(stage.receiver.at(path)).toEqual([]);
  });

  it("holds the record and what changed when all is wanted, as it was then, and the trail says so", async () => {
    const { id } = await stage.subscribe(key, path, { payload: "full", events: ["patient.updated"] });
    const patient = await admit();
    await changeRecord(actor, "patients", patient.id, { patch: { dateOfBirth: "1987-09-12" }, ifMatch: "1" });
    await ended(id, "DELIVERED");
    const { data } = JSON.parse(stage.receiver.at(path)[0]?.body ?? "");
    expect(data).toMatchObject({
      version: 2,
      change: ["dateOfBirth"],
      record: { dateOfBirth: "1987-09-12" },
    });
    const { rows } = await stage.owner.query(
      "select record_id from audit_events where organization_id = $1 and action = 'records.sent'",
      [actor.organizationId],
    );
    expect(rows).toEqual([{ record_id: patient.id }]);
  });

  it("is tried again under the same id, and while the receiver is in trouble the others wait", async () => {
    const { id } = await stage.subscribe(key, path);
    stage.receiver.plan(path, (response) => response.writeHead(500).end("é".repeat(2_000)));
    await admit("First");
    await until(async () => expect(await statuses(id)).toEqual(["FAILED"]));
    await admit("Second");
    await until(async () => expect(await statuses(id)).toEqual(["DELIVERED", "DELIVERED"]));
    const ids = stage.receiver.at(path).map(({ headers }) => headers["webhook-id"]);
    expect(ids).toEqual([ids[0], ids[0], expect.not.stringMatching(ids[0] ?? "")]);
    const [, first] = await stage.deliveries(key, id);
    expect(first?.attempts).toMatchObject([
      { status: 500, error: "It answered with status 500.", response: "é".repeat(512) },
      { status: 204, error: null, response: "" },
    ]);
  });

  it("that is refused holds up no news but that of its own record", async () => {
    const { id } = await stage.subscribe(key, path, { retry: { maxAttempts: 2, scheduleSeconds: [3_600] } });
    stage.receiver.plan(path, (response) => response.writeHead(422).end("no such ward"));
    const first = await admit("First");
    await ended(id, "FAILED");
    await changeRecord(actor, "patients", first.id, { patch: { dateOfBirth: "1987-09-12" }, ifMatch: "1" });
    await admit("Second");
    const log = () =>
      until(async () => expect(await statuses(id)).toEqual(["DELIVERED", "PENDING", "FAILED"]));
    await log();
    const refused = (await stage.deliveries(key, id)).at(-1);
    await stage.call("POST", `/${id}/deliveries/${refused?.id}/replay`, key, {});
    await until(async () => expect(await statuses(id)).toEqual(["DELIVERED", "DELIVERED", "DELIVERED"]));
    const heard = stage.receiver.at(path).map(({ body }) => JSON.parse(body).type);
    expect(heard).toEqual(["patient.created", "patient.created", "patient.created", "patient.updated"]);
  });

  it("that makes the receiver fail holds the others up for seconds, not until its own next try", async () => {
    const { id } = await stage.subscribe(key, path, { retry: { maxAttempts: 2, scheduleSeconds: [3_600] } });
    stage.receiver.plan(path, (response) => response.writeHead(500).end());
    await admit("First");
    await ended(id, "FAILED");
    const failedAt = Date.now();
    const { json } = await stage.call("GET", `/${id}`, key);
    expect(Date.parse(json.heldUntil)).toBeLessThanOrEqual(failedAt + 5_000);
    expect(json.failingSince).toEqual(expect.any(String));
    await admit("Second");
    await until(async () => expect(await statuses(id)).toEqual(["DELIVERED", "FAILED"]));
    expect((await stage.call("GET", `/${id}`, key)).json).toMatchObject({
      heldUntil: null,
      failingSince: null,
    });
  });

  it.each([
    ["refuses", (response) => response.writeHead(400).end("no"), 400, /status 400/],
    [
      "sends elsewhere",
      (response) => response.writeHead(307, { location: "/other" }).end(),
      null,
      /redirect/,
    ],
    ["hangs up", (_response, request) => request.socket.destroy(), null, /could not be reached/],
    ["never answers", () => undefined, null, /in time/],
    ["answers too much", (response) => response.end("x".repeat(1_100_000)), null, /larger than allowed/],
  ] satisfies [string, Parameters<typeof stage.receiver.plan>[1], number | null, RegExp][])(
    "to one that %s is given up after its last try",
    async (_name, behave, status, error) => {
      const { id } = await stage.subscribe(key, path, { retry: { maxAttempts: 1 } });
      stage.receiver.plan(path, behave);
      await admit();
      await ended(id, "DEAD");
      const [delivery] = await stage.deliveries(key, id);
      expect(delivery).toMatchObject({ nextAttemptAt: null, attempts: [{ status }] });
      expect(delivery?.attempts[0]?.error).toMatch(error);
      expect(stage.receiver.at(path)).toHaveLength(1);
      expect(stage.receiver.at("/other")).toEqual([]);
    },
  );

  it("waits as long as the receiver asks", async () => {
    const { id } = await stage.subscribe(key, path);
    stage.receiver.plan(path, (response) => response.writeHead(429, { "retry-after": "120" }).end());
    const before = Date.now();
    await admit();
    await ended(id, "FAILED");
    const [delivery] = await stage.deliveries(key, id);
    expect(Date.parse(delivery?.nextAttemptAt ?? "")).toBeGreaterThanOrEqual(before + 120_000);
  });

  it("is checked at the connection as well", async () => {
    const { id } = await stage.subscribe(key, path, { retry: { maxAttempts: 1 } });
    await stage.owner.query("update webhook_endpoints set url = 'http://169.254.169.254/' where id = $1", [
      id,
    ]);
    await admit();
    await ended(id, "DEAD");
    expect((await stage.deliveries(key, id))[0]?.attempts[0]?.error).toContain("may not be called");
  });

  it("to a slow receiver holds up no other", async () => {
    const slow = await stage.subscribe(key, `${path}/slow`, { timeoutMs: 30_000 });
    stage.receiver.plan(`${path}/slow`, () => undefined);
    const quick = await stage.subscribe(key, `${path}/quick`);
    await admit();
    await ended(quick.id, "DELIVERED");
    expect(await statuses(slow.id)).toEqual(["PENDING"]);
    await stage.call("DELETE", `/${slow.id}`, key);
  });
});

describe("an endpoint", () => {
  it("that says it is gone is disabled, with the reason, and hears nothing more", async () => {
    const { id } = await stage.subscribe(key, path);
    stage.receiver.plan(path, (response) => response.writeHead(410).end());
    await admit();
    await ended(id, "DEAD");
    const { json } = await stage.call("GET", `/${id}`, key);
    expect(json).toMatchObject({ enabled: false, disabledReason: expect.stringContaining("410") });
    await admit();
    expect(await statuses(id)).toEqual(["DEAD"]);
  });

  it("that failed for five days is disabled; enabled again it gets what waited", async () => {
    const { id } = await stage.subscribe(key, path);
    stage.receiver.plan(path, (response) => response.writeHead(500).end());
    await stage.owner.query(
      "update webhook_endpoints set failures = 19, failing_since = now() - interval '5 days' where id = $1",
      [id],
    );
    await admit();
    await ended(id, "FAILED");
    const { json } = await stage.call("GET", `/${id}`, key);
    expect(json).toMatchObject({
      enabled: false,
      disabledReason: expect.stringContaining("Every one of 20 tries"),
    });
    const enabled = await stage.call("PUT", `/${id}`, key, { enabled: true });
    expect(enabled.json).toMatchObject({ enabled: true, disabledReason: null });
    await ended(id, "DELIVERED");
  });

  it("gets a dead delivery once more when it is replayed", async () => {
    const { id } = await stage.subscribe(key, path, { retry: { maxAttempts: 1 } });
    stage.receiver.plan(path, (response) => response.writeHead(500).end());
    await admit();
    await ended(id, "DEAD");
    const [dead] = await stage.deliveries(key, id);
    const replayed = await stage.call("POST", `/${id}/deliveries/${dead?.id}/replay`, key, {});
    expect(replayed).toMatchObject({ status: 202, json: { id: dead?.id, status: "PENDING" } });
    await ended(id, "DELIVERED");
    const [first, second] = stage.receiver.at(path);
    expect(second?.headers["webhook-id"]).toBe(first?.headers["webhook-id"]);
    expect((await stage.deliveries(key, id))[0]?.attempts).toHaveLength(2);
  });
});
