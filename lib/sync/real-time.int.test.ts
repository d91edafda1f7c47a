import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { z } from "zod";
import * as hook from "@/app/api/webhooks/[integrationId]/[entity]/[[...resource]]/route";
import type { SimulatedVendor } from "@/lib/connectors/testing/simulated-vendor";
import { deleteIntegration, listIntegrationEvents, updateIntegration } from "@/lib/integrations";
import { performNow } from "@/lib/queue/testing/perform";
import { listRecords } from "@/lib/records";
import { keepSubscriptionsHandler } from "@/lib/webhooks/handlers/keep-subscriptions";
import { waitFor } from "@/scripts/services/wait-for";
import { startDueSyncsHandler } from "./handlers/start-due-syncs";
import type { Connection } from "./testing/connection";
import { SyncBed } from "./testing/testbed";

let isDeaf = false;
const heard: string[] = [];

/** What the server sends to us arrives at the route; what comes while it is deaf is lost. */
const door: Server = createServer(
  getRequestListener((request) => {
    const [, , , integrationId = "", entity, ...resource] = new URL(request.url).pathname.split("/");
    if (isDeaf) return new Response(null, { status: 204 });
    heard.push([request.method, entity, ...resource].join(" "));
    const handler = request.method === "PUT" ? hook.PUT : hook.POST;
    return handler(request, { params: Promise.resolve({ integrationId, entity, resource }) });
  }),
);

let bed: SyncBed;
let server: SimulatedVendor;
let connection: Connection;
beforeAll(async () => {
  await new Promise<void>((resolve) => door.listen(0, "127.0.0.1", resolve));
  const { port } = door.address() as AddressInfo;
  bed = await SyncBed.open({
    sandbox: { patients: 0, eventRetryMs: 20 },
    environment: { NEXTAUTH_URL: `http://127.0.0.1:${port}` },
  });
  bed.startWorker();
  server = bed.vendorOf("fhir-r4");
});
afterAll(async () => {
  await bed.close();
  door.close();
});

const held = z.looseObject({
  id: z.string(),
  status: z.string(),
  criteria: z.string(),
  end: z.string(),
  channel: z.looseObject({
    endpoint: z.string(),
    payload: z.string().optional(),
    header: z.array(z.string()),
  }),
});

/** The subscriptions at the server that lead to this connection. */
async function subscriptions() {
  const all = z.array(held).parse(await server.held("Subscription"));
  return all.filter(({ channel }) => channel.endpoint.includes(connection.integrationId));
}

async function rows(table: string) {
  const { rows: found } = await bed.owner.query(`select * from ${table} where integration_id = $1`, [
    connection.integrationId,
  ]);
  return found;
}

async function families(): Promise<unknown[]> {
  const { data } = await listRecords(connection.actor, "patients", {}, { limit: 1_000, place: null });
  return data.map(({ data: { lastName } }) => lastName);
}

async function until(check: () => Promise<boolean>): Promise<void> {
  if (await waitFor(check, { timeoutMs: 12_000, pollMs: 20 })) return;
  const known = (await rows("inbound_subscriptions")).map(({ token: _, ...row }) => row);
  throw new Error(`It never came there: ${JSON.stringify(known)}`);
}

const untilKnown = (family: string) => until(async () => (await families()).includes(family));

const person = (family: string) => ({
  resourceType: "Patient",
  name: [{ family, given: ["Ada"] }],
  gender: "female",
  birthDate: "1990-02-03",
});

/** Looks after the subscriptions, as it is done every minute. */
async function look(): Promise<void> {
  await bed.owner.query("update inbound_subscriptions set next_check_at = now()");
  const { organizationId, integrationId } = connection;
  await performNow(keepSubscriptionsHandler, { organizationId, integrationId });
}

async function tasks() {
  const { rows: found } = await bed.owner.query("select name from scheduled_tasks where name = $1", [
    `subscriptions-${connection.integrationId}`,
  ]);
  return found;
}

const change = (settings: object) => updateIntegration(connection.actor, connection.integrationId, settings);
const realTime = { syncStrategy: "realtime", syncEnabled: true };

/** Nothing is under way, and every change that was told was read. */
const untilQuiet = () =>
  until(async () => {
    const isBusy = (await rows("sync_jobs")).some(({ status }) => status !== "COMPLETED");
    const states = await rows("inbound_subscriptions");
    return !isBusy && states.every(({ status, waits }) => status === "active" && waits === null);
  });

const untilSubscribed = () =>
  until(async () => (await subscriptions()).filter(({ status }) => status === "active").length === 2);

const subscriptionTo = async (criteria: string) =>
  (await subscriptions()).find((one) => one.criteria === criteria);

beforeAll(async () => {
  connection = await bed.connect({ connector: "fhir-r4", entities: ["patients", "conditions"] });
  await change(realTime);
  await untilSubscribed();
});
beforeEach(async () => {
  isDeaf = false;
  await untilQuiet();
  heard.length = 0;
});

it("takes in what changes at the server without anybody asking, and nothing of a patient travels with the news", async () => {
  const { channel } = (await subscriptionTo("Patient?")) ?? {};
  expect(channel?.endpoint).toMatch(new RegExp(`/api/webhooks/${connection.integrationId}/patients$`));
  expect(channel).not.toHaveProperty("payload");
  const id = await server.add("Patient", person("Newcomer"));
  await untilKnown("Newcomer");
  await server.change("Patient", id, person("Renamed"));
  await untilKnown("Renamed");
  expect(heard).toEqual(["POST patients", "POST patients"]);
  expect(await rows("messages")).toEqual([]);
  expect((await rows("sync_jobs")).every(({ trigger }) => trigger === "webhook")).toBe(true);
});

it("reads only what is named, where the server sends the resource", async () => {
  const before = await subscriptionTo("Patient?");
  const channel = { ...before?.channel, payload: "application/fhir+json" };
  await server.change("Subscription", before?.id ?? "", { channel });
  const asked = (await server.requests()).length;
  const id = await server.add("Patient", person("Named"));
  await untilKnown("Named");
  await server.change("Subscription", before?.id ?? "", { channel: before?.channel });
  expect(heard).toEqual([`PUT patients Patient ${id}`]);
  const reads = (await server.requests()).slice(asked).filter(({ method }) => method === "GET");
  expect(reads.map(({ path }) => path.split("/").at(-1))).toEqual([id]);
  const [message] = await rows("messages");
  expect(message.body.toString("latin1")).not.toContain("Named");
});

it("starts few jobs for many notifications, and misses none", async () => {
  const before = (await rows("sync_jobs")).length;
  const many = Array.from({ length: 200 }, (_, index) => person(`Crowd${index}`));
  await Promise.all(many.map((one) => server.add("Patient", one)));
  await until(async () => {
    const known = await families();
    return known.filter((family) => String(family).startsWith("Crowd")).length === many.length;
  });
  expect(heard).toHaveLength(many.length);
  await untilQuiet();
  expect((await rows("sync_jobs")).length - before).toBeLessThanOrEqual(4);
});

it("heals a notification that was lost by the next sync of its schedule", async () => {
  isDeaf = true;
  await server.add("Patient", person("Unheard"));
  await bed.owner.query("update integrations set next_sync_at = now()");
  await performNow(startDueSyncsHandler, {});
  await untilKnown("Unheard");
  expect(heard).toEqual([]);
});

it.each([
  ["has switched off", "Off", (id: string) => server.change("Subscription", id, { status: "off" })],
  ["reports in error", "Error", (id: string) => server.change("Subscription", id, { status: "error" })],
  ["has lost", "Lost", (id: string) => server.remove("Subscription", id)],
])("sets up anew what the server %s, and reads what was missed", async (_, name, spoil) => {
  const before = await subscriptionTo("Patient?");
  await spoil(before?.id ?? "");
  await server.add("Patient", person(name));
  await look();
  await until(async () => (await subscriptionTo("Patient?"))?.status === "active");
  expect((await subscriptionTo("Patient?"))?.id).not.toBe(before?.id);
  await look();
  await untilKnown(name);
  expect(heard).toEqual([]);
  const { data } = await listIntegrationEvents(connection.actor, connection.integrationId, 5, null);
  expect(data).toContainEqual(expect.objectContaining({ type: "real_time", severity: "warning" }));
  // It lasts: the next failure is healed at once again.
  await look();
});

it("replaces subscriptions before they end", async () => {
  const before = (await subscriptions()).map(({ id }) => id);
  const end = new Date(Date.now() + 24 * 3_600_000).toISOString();
  for (const id of before) await server.change("Subscription", id, { end });
  await bed.owner.query("update inbound_subscriptions set made_at = now() - interval '5 days'");
  await look();
  await until(async () => (await subscriptions()).every(({ id }) => !before.includes(id)));
  await untilSubscribed();
  await look();
});

it.each([
  ["paused", { status: "paused" }, { status: "active" }],
  ["switched to a schedule", { syncStrategy: "polling" }, realTime],
  ["switched off", { syncEnabled: false }, realTime],
])("leaves nothing at the server while it is %s", async (_, stop, goOn) => {
  await change(stop);
  await until(async () => (await subscriptions()).length === 0);
  await until(async () => {
    await look();
    return (await tasks()).length === 0;
  });
  await change(goOn);
  await untilSubscribed();
  expect(await tasks()).toHaveLength(1);
});

it("subscribes to what is switched on later, and ends what is switched off", async () => {
  const mapping = (localEntity: string, remoteEntity: string) => ({
    localEntity,
    remoteEntity,
    enabled: true,
    direction: "pull",
  });
  const others = ["practitioners", "medications", "appointments", "conditions", "observations"];
  const off = [...others, "diagnostic_reports", "medication_requests", "documents"].map((entity) => ({
    ...mapping(entity, entity),
    enabled: false,
  }));
  await change({
    entityMappings: [mapping("patients", "Patient"), mapping("encounters", "Encounter"), ...off],
  });
  await until(async () => {
    const criteria = (await subscriptions()).map((one) => one.criteria).sort();
    return criteria.join() === "Encounter?,Patient?";
  });
});

it("leaves nothing at the server when it is deleted", async () => {
  await deleteIntegration(connection.actor, connection.integrationId);
  expect(await subscriptions()).toEqual([]);
  expect([await rows("inbound_subscriptions"), await tasks()]).toEqual([[], []]);
});
