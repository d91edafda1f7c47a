import { createHmac } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { POST as receive } from "@/app/api/webhooks/[integrationId]/route";
import type { Actor } from "@/lib/auth";
import { adminOf } from "@/lib/auth/testing/actors";
import { createIntegration, pauseIntegration } from "@/lib/integrations";
import { integrationRequestSchema } from "@/lib/integrations/schema";
import { makeCaller } from "@/lib/integrations/testing/routes";
import { newId } from "@/lib/platform/ids";
import { installationForTests } from "@/lib/platform/testing/hooks";

const installation = installationForTests();
let actor: Actor;
let integrationId: string;
const secret = "an event secret of the practice";

beforeEach(async () => {
  const { organizationId } = await makeCaller("admin");
  actor = adminOf(organizationId);
  integrationId = await addIntegration({ eventSecret: secret });
});

async function addIntegration(more: object, provider = "athenahealth"): Promise<string> {
  const request = integrationRequestSchema.parse({
    name: `Lakeside ${newId()}`,
    provider,
    status: "active",
    entityMappings: ["patients", "conditions"].map((localEntity) => ({
      localEntity,
      remoteEntity: localEntity === "patients" ? "Patient" : "Condition",
      direction: "pull",
    })),
    credentials: {
      clientId: "client",
      practiceId: "195900",
      fhirBaseUrl: "https://ehr.example/fhir/r4",
      ...more,
    },
  });
  return (await createIntegration(actor, request)).id;
}

interface Event {
  readonly id: string;
  readonly reference?: string;
}

function bundleOf(events: readonly Event[]): string {
  const notificationEvent = events.map(({ id, reference }) => ({ id, focus: { reference } }));
  const resource = {
    resourceType: "SubscriptionStatus",
    type: "event-notification",
    subscription: { reference: "Subscription/1" },
    notificationEvent,
  };
  return JSON.stringify({ resourceType: "Bundle", type: "history", entry: [{ resource }] });
}

async function send(body: string, { id = integrationId, signature = signed(body) } = {}) {
  const request = new Request(`http://127.0.0.1:3000/api/webhooks/${id}`, {
    method: "POST",
    headers: { "content-type": "application/fhir+json", "x-hub-signature": signature },
    body,
  });
  const response = await receive(request, { params: Promise.resolve({ integrationId: id }) });
  return { status: response.status, headers: response.headers, json: await response.json() };
}

function signed(body: string, by = secret): string {
  return `sha256=${createHmac("sha256", by).update(body).digest("hex")}`;
}

async function rows(table: string, id = integrationId) {
  return (await installation.owner.query(`select * from ${table} where integration_id = $1`, [id])).rows;
}

async function queued() {
  const { rows: jobs } = await installation.owner.query(
    "select payload from queue_jobs where name = 'webhooks.follow_notifications' and payload->>'integrationId' = $1",
    [integrationId],
  );
  return jobs.length;
}

it("keeps the message sealed and notes what is to be read again, before it answers", async () => {
  const body = bundleOf([
    { id: newId(), reference: "Patient/a-195900.E-1" },
    { id: newId(), reference: "Patient/a-195900.E-1" },
    { id: newId(), reference: "Condition/a-195900.Condition-2" },
  ]);
  expect(await send(body)).toMatchObject({ status: 200, json: { accepted: 3, repeated: 0 } });
  const [kept] = await rows("messages");
  expect(kept).toMatchObject({ kind: "webhook", type: "notified", processing: "PROCESSED", ack_code: "200" });
  expect(kept.body.toString("latin1")).not.toContain("195900");
  expect(
    (await rows("notified_resources")).map(({ entity, remote_id }) => [entity, remote_id]).sort(),
  ).toEqual([
    ["conditions", "a-195900.Condition-2"],
    ["patients", "a-195900.E-1"],
  ]);
  expect(await queued()).toBe(1);
});

it("recognises an event that was told before, in whatever message it comes", async () => {
  const [first, second] = [newId(), newId()];
  await send(bundleOf([{ id: first, reference: "Patient/a-195900.E-1" }]));
  await installation.owner.query("delete from notified_resources where integration_id = $1", [integrationId]);
  const again = bundleOf([
    { id: first, reference: "Patient/a-195900.E-1" },
    { id: second, reference: "Patient/a-195900.E-2" },
  ]);
  expect((await send(again)).json).toEqual({ accepted: 1, repeated: 1 });
  expect((await rows("notified_resources")).map((row) => row.remote_id)).toEqual(["a-195900.E-2"]);
  expect((await send(again)).json).toEqual({ accepted: 0, repeated: 2 });
  expect(await rows("messages")).toHaveLength(2);
  expect(await queued()).toBe(2);
});

it("takes the same event of two integrations for two", async () => {
  const other = await addIntegration({ eventSecret: secret });
  const body = bundleOf([{ id: newId(), reference: "Patient/a-195900.E-1" }]);
  await send(body);
  expect((await send(body, { id: other })).json).toEqual({ accepted: 1, repeated: 0 });
});

it("reads nothing for what is switched off, or what FHIR does not have", async () => {
  const body = bundleOf([{ id: newId(), reference: "Appointment/a-195900.Appointment-1" }, { id: newId() }]);
  expect((await send(body)).json).toEqual({ accepted: 2, repeated: 0 });
  expect([await rows("notified_resources"), await queued()]).toEqual([[], 0]);
});

describe("refuses, and keeps nothing of,", () => {
  const body = bundleOf([{ id: newId(), reference: "Patient/a-195900.E-1" }]);

  it.each([
    ["another secret", () => signed(body, "guessed")],
    ["a signature of another body", () => signed(`${body} `)],
    ["no signature", () => ""],
  ])("%s", async (_, signature) => {
    expect(await send(body, { signature: signature() })).toMatchObject({
      status: 401,
      json: { code: "signature_refused" },
    });
    expect([await rows("messages"), await queued()]).toEqual([[], 0]);
  });

  it("everything where no secret is set", async () => {
    const id = await addIntegration({});
    expect((await send(body, { id, signature: signed(body, "") })).status).toBe(401);
    expect(await rows("messages", id)).toEqual([]);
  });

  it("what is no notification, though it is signed", async () => {
    expect(await send('{"resourceType":"Patient"}')).toMatchObject({
      status: 400,
      json: { code: "notification_unreadable" },
    });
  });

  it("messages for a paused integration, to be sent again later", async () => {
    await pauseIntegration(actor, integrationId);
    const answer = await send(body);
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "60"]);
    expect(await rows("messages")).toEqual([]);
  });

  it.each(["no-such-id", newId()])("messages for nobody (%s)", async (id) => {
    expect(await send(body, { id })).toMatchObject({ status: 404, json: { code: "receiver_unknown" } });
  });

  it("messages for a vendor that tells nothing", async () => {
    const id = await addIntegration({ clientSecret: "x".repeat(20) }, "epic");
    expect((await send(body, { id })).json).toMatchObject({ code: "receiver_unknown" });
  });
});
