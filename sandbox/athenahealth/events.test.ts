import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { startVendor, type VendorClient } from "@/sandbox/testing/vendor-client";

const bundle = z.object({
  type: z.literal("history"),
  entry: z.tuple([
    z.object({
      resource: z.object({
        resourceType: z.literal("SubscriptionStatus"),
        topic: z.string(),
        subscription: z.object({ reference: z.string() }),
        eventsSinceSubscriptionStart: z.literal("1"),
        notificationEvent: z.tuple([
          z.looseObject({
            eventNumber: z.literal("1"),
            id: z.uuid(),
            focus: z.object({
              reference: z.string().optional(),
              identifier: z.object({ system: z.string(), value: z.string() }),
            }),
          }),
        ]),
      }),
    }),
  ]),
});

let client: VendorClient;
const taken: { headers: IncomingHttpHeaders; body: string }[] = [];
let refusals = 0;
const receiver = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  if (refusals > 0) refusals -= 1;
  else {
    taken.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
    response.writeHead(200).end();
    return;
  }
  response.writeHead(503).end();
});

beforeAll(async () => {
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  const scope = "system/Subscription.write system/SubscriptionTopic.read";
  client = await startVendor("athenahealth", scope, { eventRetryMs: 20 });
});
beforeEach(() => taken.splice(0));
afterAll(async () => {
  await client.close();
  receiver.close();
});

function asked(topic: string, changes: object = {}, channel: object = {}) {
  const { port } = receiver.address() as AddressInfo;
  return {
    resourceType: "Subscription",
    status: "requested",
    reason: "For testing",
    criteria: `${client.baseUrl}/SubscriptionTopic/${topic}`,
    channel: {
      type: "rest-hook",
      endpoint: `http://127.0.0.1:${port}/events`,
      payload: "application/fhir+json",
      _payload: { extension: [{ url: "backport-payload-content", valueCode: "id-only" }] },
      ...channel,
    },
    ...changes,
  };
}

async function subscribe(topic: string, headers: Record<string, string> = {}): Promise<string> {
  const made = await client.call("POST", "Subscription", { body: asked(topic), headers });
  expect(made.status).toBe(201);
  return (await made.json()).id;
}

/** What was told, of one subscription where it is named, as soon as it is `count`: any event may come twice. */
async function told(count: number, subscription?: string) {
  const statuses = () =>
    taken
      .map(({ body }) => bundle.parse(JSON.parse(body)).entry[0].resource)
      .filter(
        ({ subscription: { reference } }) => !subscription || reference === `Subscription/${subscription}`,
      );
  const options = { timeout: 5_000, interval: 10 };
  await vi.waitFor(() => expect(statuses().length).toBeGreaterThanOrEqual(count), options);
  return statuses();
}

function focusIn(status: Awaited<ReturnType<typeof told>>[number] | undefined) {
  return status?.notificationEvent[0].focus;
}

async function change(method: string, path: string, body?: object): Promise<string> {
  const answer = await client.backstage(method, `/_data/athenahealth/${path}`, body);
  return method === "DELETE" ? "" : (await answer.json()).id;
}

test("lists its topics, and the subscriptions of a client until they are deleted", async () => {
  const { entry } = await (await client.get("SubscriptionTopic")).json();
  expect(entry.map(({ resource }: { resource: { id: string } }) => resource.id)).toContain("Patient.update");
  const id = await subscribe("Patient.merge");
  expect(await (await client.get("Subscription")).json()).toMatchObject({
    total: 1,
    entry: [{ resource: { id } }],
  });
  expect((await client.call("DELETE", `Subscription/${id}`)).status).toBe(204);
  expect((await client.get(`Subscription/${id}`)).status).toBe(404);
});

describe("refuses a subscription", () => {
  test.each([
    ["to an unknown topic", () => asked("Patient.sneeze")],
    ["that shows the record", () => asked("Patient.update", {}, { _payload: undefined })],
    ["by e-mail", () => asked("Patient.update", {}, { type: "email" })],
    ["of another machine", () => asked("Patient.update", {}, { endpoint: "https://example.org/hook" })],
    ["that is active already", () => asked("Patient.update", { status: "active" })],
  ])("%s", async (_, body) => {
    expect((await client.call("POST", "Subscription", { body: body() })).status).toBe(400);
  });

  test("without the scope", async () => {
    await client.authorize("system/Patient.rs");
    expect((await client.call("POST", "Subscription", { body: asked("Patient.update") })).status).toBe(403);
    expect((await client.get("SubscriptionTopic")).status).toBe(403);
    await client.authorize();
  });
});

test("tells a subscriber of each change of its topic, by ids alone, signed with the subscriber's secret", async () => {
  const created = await subscribe("Patient.create", { "x-hub-secret": "s3cret" });
  const deleted = await subscribe("Patient.delete", { "x-hub-secret": "s3cret" });
  const id = await change("POST", "Patient", { resourceType: "Patient", name: [{ family: "Secretname" }] });
  await change("PUT", `Patient/${id}`, { resourceType: "Patient" });
  await told(1);
  await change("DELETE", `Patient/${id}`);
  const [first, second] = await told(2);
  expect(first).toMatchObject({ subscription: { reference: `Subscription/${created}` } });
  expect(second).toMatchObject({ subscription: { reference: `Subscription/${deleted}` } });
  expect([focusIn(first), focusIn(second)].map((focus) => focus?.reference)).toEqual([
    `Patient/${id}`,
    `Patient/${id}`,
  ]);
  for (const { headers, body } of taken) {
    expect(body).not.toContain("Secretname");
    const signature = createHmac("sha256", "s3cret").update(body).digest("hex");
    expect(headers["x-hub-signature"]).toBe(`sha256=${signature}`);
  }
  for (const one of [created, deleted]) await client.call("DELETE", `Subscription/${one}`);
});

test("names a laboratory result by its number alone, which FHIR does not know", async () => {
  const subscription = await subscribe("LabResult.create");
  const id = await change("POST", "DiagnosticReport", { resourceType: "DiagnosticReport", status: "final" });
  const [status] = await told(1);
  expect(focusIn(status)).toEqual({
    identifier: { system: "urn:athenahealth:athenanet:diagnosticreport:195900", value: id.split("-").at(-1) },
  });
  await client.call("DELETE", `Subscription/${subscription}`);
});

test("tells a cancelled appointment from a moved one", async () => {
  const cancelled = await subscribe("Appointment.cancel");
  const moved = await subscribe("Appointment.reschedule");
  const before = { resourceType: "Appointment", status: "booked", start: "2026-12-01T10:00:00Z" };
  const appointment = await change("POST", "Appointment", before);
  await change("PUT", `Appointment/${appointment}`, { ...before, start: "2026-12-02T10:00:00Z" });
  await told(1, moved);
  expect(await told(0, cancelled)).toEqual([]);
  await change("PUT", `Appointment/${appointment}`, { ...before, status: "cancelled" });
  await told(1, cancelled);
  const topics = (await told(2)).map(({ topic }) => topic.split("/").at(-1));
  expect(new Set(topics)).toEqual(new Set(["Appointment.reschedule", "Appointment.cancel"]));
  for (const id of [cancelled, moved]) await client.call("DELETE", `Subscription/${id}`);
});

test("sends again what was not taken, repeats one event in five and keeps no order", async () => {
  const subscription = await subscribe("Provider.create");
  refusals = 2;
  const made: string[] = [];
  for (let i = 0; i < 5; i++)
    made.push(await change("POST", "Practitioner", { resourceType: "Practitioner" }));
  const events = (await told(6, subscription)).map(({ notificationEvent }) => notificationEvent[0]);
  expect(new Set(events.map(({ focus }) => focus.reference))).toEqual(
    new Set(made.map((id) => `Practitioner/${id}`)),
  );
  expect(new Set(events.map(({ id }) => id)).size).toBe(5);
  await client.call("DELETE", `Subscription/${subscription}`);
});
