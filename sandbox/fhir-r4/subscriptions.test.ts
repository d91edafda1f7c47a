import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { startVendor, type VendorClient } from "@/sandbox/testing/vendor-client";
import { waitFor } from "@/scripts/services/wait-for";

interface Heard {
  what: string;
  authorization: string | undefined;
  body: string;
}

let client: VendorClient;
let address: string;
let heard: Heard[] = [];
let answer: { status: number; body?: string } = { status: 204 };

const receiver: Server = createServer((incoming, response) => {
  const chunks: Buffer[] = [];
  incoming.on("data", (chunk) => chunks.push(chunk));
  incoming.on("end", () => {
    const { method, url, headers } = incoming;
    const body = Buffer.concat(chunks).toString();
    heard.push({ what: `${method} ${url}`, authorization: headers.authorization, body });
    response.writeHead(answer.status).end(answer.body);
  });
});

beforeAll(async () => {
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
  client = await startVendor("fhir-r4", "system/Subscription.crds system/Patient.crus", { eventRetryMs: 2 });
});
afterEach(async () => {
  for (const { id } of await kept()) await client.backstage("DELETE", `/_data/fhir-r4/Subscription/${id}`);
  heard = [];
  answer = { status: 204 };
});
afterAll(async () => {
  await client.close();
  receiver.close();
});

const subscription = z.looseObject({ id: z.string(), status: z.string() });
const kept = async () => z.array(subscription).parse(await client.held("Subscription"));

const asked = (more: object = {}, channel: object = {}) => ({
  resourceType: "Subscription",
  status: "requested",
  reason: "To hear of it",
  criteria: "Patient?",
  channel: { type: "rest-hook", endpoint: address, header: ["Authorization: Bearer t0ken"], ...channel },
  ...more,
});

const subscribe = (body: object) => client.call("POST", "Subscription", { body });

async function until(check: () => Promise<boolean> | boolean): Promise<void> {
  expect(await waitFor(async () => check(), { timeoutMs: 5_000, pollMs: 5 })).toBe(true);
}

async function subscribed(channel: object = {}): Promise<string> {
  const { id } = subscription.parse(await (await subscribe(asked({}, channel))).json());
  await until(async () => (await kept())[0]?.status === "active");
  return id;
}

const addPatient = () => client.call("POST", "Patient", { body: { resourceType: "Patient" } });

test("is asked for, put to work by the server, and tells with an empty POST", async () => {
  const made = await subscribe(asked());
  const shown = await made.json();
  expect([made.status, shown.status, shown.channel.header]).toEqual([201, "requested", undefined]);
  expect(made.headers.get("location")).toBe(`${client.baseUrl}/Subscription/${shown.id}`);
  await until(async () => (await (await client.get(`Subscription/${shown.id}`)).json()).status === "active");
  await addPatient();
  await until(() => heard.length === 1);
  expect(heard).toEqual([{ what: "POST /hook", authorization: "Bearer t0ken", body: "" }]);
});

test("sends the resource below the address where a payload is asked for", async () => {
  await subscribed({ payload: "application/fhir+json" });
  const { id } = subscription.omit({ status: true }).parse(await (await addPatient()).json());
  await until(() => heard.length === 1);
  expect(heard[0]?.what).toBe(`PUT /hook/Patient/${id}`);
  expect(JSON.parse(heard[0]?.body ?? "")).toMatchObject({ resourceType: "Patient", id });
});

test.each([
  ["a refusal", { status: 503 }],
  ["an answer that is no FHIR", { status: 200, body: "{}" }],
])("tries again after %s, and gives up after sixty times", async (_, given) => {
  answer = given;
  await subscribed({ payload: "application/fhir+json" });
  await addPatient();
  await until(() => heard.length === 61);
});

test("tells nothing of other types, nor once it is switched off or removed", async () => {
  const id = await subscribed();
  await client.backstage("PUT", `/_data/fhir-r4/Subscription/${id}`, { status: "off" });
  await addPatient();
  expect((await client.call("DELETE", `Subscription/${id}`)).status).toBe(204);
  expect((await client.get(`Subscription/${id}`)).status).toBe(404);
  const end = new Date(client.clock.nowMs - 1).toISOString();
  await subscribe(asked({ end }));
  await subscribe(asked({ criteria: "Observation?" }));
  await until(async () => (await kept()).every(({ status }) => status === "active"));
  await addPatient();
  expect((await kept()).map(({ status }) => status)).toEqual(["off", "active"]);
  expect(heard).toEqual([]);
});

test.each([
  ["a status that is the server's", asked({ status: "active" })],
  ["no reason", asked({ reason: undefined })],
  ["no criteria", asked({ criteria: undefined })],
  ["another channel", asked({}, { type: "email" })],
  ["another payload", asked({}, { payload: "text/plain" })],
  ["an address elsewhere", asked({}, { endpoint: "https://example.org/hook" })],
])("refuses %s", async (_, body) => {
  expect((await subscribe(body)).status).toBe(422);
  expect(await kept()).toEqual([]);
});
