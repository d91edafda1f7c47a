import { beforeEach, describe, expect, it } from "vitest";
import { DELETE, POST, PUT } from "@/app/api/webhooks/[integrationId]/[entity]/[[...resource]]/route";
import type { Actor } from "@/lib/auth";
import { adminOf } from "@/lib/auth/testing/actors";
import {
  createIntegration,
  findSubscription,
  openToken,
  pauseIntegration,
  sealedToken,
  wantSubscription,
} from "@/lib/integrations";
import { integrationRequestSchema } from "@/lib/integrations/schema";
import { makeCaller } from "@/lib/integrations/testing/routes";
import { withOrganization } from "@/lib/platform/db";
import { installationForTests } from "@/lib/platform/testing/hooks";

const installation = installationForTests();
let actor: Actor;
let integrationId: string;
let token: string;

beforeEach(async () => {
  const { organizationId } = await makeCaller("admin");
  actor = adminOf(organizationId);
  const request = integrationRequestSchema.parse({
    name: "Lakeside",
    provider: "fhir-r4",
    status: "active",
    credentials: { fhirBaseUrl: "https://ehr.example/fhir" },
  });
  integrationId = (await createIntegration(actor, request)).id;
  const sealed = await sealedToken({ organizationId, integrationId }, "patients");
  token = await withOrganization(actor, async (tx) => {
    await wantSubscription(tx, { organizationId, integrationId }, "patients", sealed);
    const row = await findSubscription(tx, integrationId, "patients");
    return row ? openToken(row) : "";
  });
});

const handlers = { POST, PUT, DELETE };

interface Message {
  readonly method?: keyof typeof handlers;
  readonly path?: string;
  readonly body?: string;
  readonly authorization?: string;
}

async function send(message: Message) {
  const { method = "POST", path = "patients", body, authorization = `Bearer ${token}` } = message;
  const [entity, ...resource] = path.split("/");
  const request = new Request(`http://127.0.0.1:3000/api/webhooks/${integrationId}/${path}`, {
    method,
    body,
    headers: authorization === "" ? {} : { authorization },
  });
  const response = await handlers[method](request, {
    params: Promise.resolve({ integrationId, entity, resource }),
  });
  return { status: response.status, text: await response.text() };
}

async function rows(table: string) {
  const found = await installation.owner.query(`select * from ${table} where integration_id = $1`, [
    integrationId,
  ]);
  return found.rows;
}

async function called(): Promise<number> {
  const { rowCount } = await installation.owner.query(
    "select 1 from queue_jobs where name = 'webhooks.follow_notifications' and payload->>'integrationId' = $1",
    [integrationId],
  );
  return rowCount ?? 0;
}

const named = async () => (await rows("notified_resources")).map((row) => `${row.entity}/${row.remote_id}`);
const waits = async () => (await rows("inbound_subscriptions"))[0]?.waits;
const patient = JSON.stringify({ resourceType: "Patient", id: "p-1", name: [{ family: "Secretname" }] });

it.each<[string, Message]>([
  ["a PUT below the address", { method: "PUT", path: "patients/Patient/p-1", body: patient }],
  ["a POST below the address", { path: "patients/Patient/p-1" }],
  ["a POST of the resource", { body: patient }],
  ["a PUT of the resource", { method: "PUT", body: patient }],
  ["a DELETE", { method: "DELETE", path: "patients/Patient/p-1" }],
])("notes what is to be read again from %s, and answers with nothing", async (_, message) => {
  expect(await send(message)).toEqual({ status: 204, text: "" });
  expect([await named(), await waits(), await called()]).toEqual([["patients/p-1"], "resources", 1]);
  expect((await rows("inbound_subscriptions"))[0]?.told_at).not.toBeNull();
});

it("keeps a message that says something sealed, and none that says nothing", async () => {
  await send({});
  expect(await rows("messages")).toEqual([]);
  await send({ body: patient });
  const [kept] = await rows("messages");
  expect(kept.body.toString("latin1")).not.toContain("Secretname");
});

it.each<[string, Message]>([
  ["an empty body", {}],
  ["no JSON", { body: "<Patient/>" }],
  ["a resource of another type", { body: '{"resourceType":"Condition","id":"c-1"}' }],
  ["an id that is none", { path: "patients/Patient/a%2Fb" }],
])("has the whole entity asked for what changed after %s", async (_, message) => {
  expect((await send(message)).status).toBe(204);
  expect([await named(), await waits(), await called()]).toEqual([[], "entity", 1]);
});

it("calls once for a burst of notifications, whatever they name", async () => {
  const many = Array.from({ length: 40 }, (_, index) =>
    send(index % 2 ? {} : { method: "PUT", path: `patients/Patient/p-${index}` }),
  );
  expect(new Set((await Promise.all(many)).map(({ status }) => status))).toEqual(new Set([204]));
  expect([(await named()).length, await waits(), await called()]).toEqual([20, "entity", 1]);
});

describe("refuses, and keeps nothing of,", () => {
  it.each([
    ["another token", () => "Bearer guessed"],
    ["half the token", () => `Bearer ${token.slice(0, 20)}`],
    ["another scheme", () => `Basic ${token}`],
    ["no token", () => ""],
  ])("%s", async (_, authorization) => {
    const { status, text } = await send({ body: patient, authorization: authorization() });
    expect([status, JSON.parse(text).code]).toEqual([401, "signature_refused"]);
    expect([await rows("messages"), await named(), await waits()]).toEqual([[], [], null]);
  });

  it("what nobody asked to be told of", async () => {
    expect((await send({ path: "conditions" })).status).toBe(404);
    expect((await send({ path: "nonsense/Patient/1" })).status).toBe(404);
  });

  it("notifications for a paused integration, to be sent again later", async () => {
    await pauseIntegration(actor, integrationId);
    expect((await send({ body: patient })).status).toBe(503);
    expect([await rows("messages"), await called()]).toEqual([[], 0]);
  });
});
