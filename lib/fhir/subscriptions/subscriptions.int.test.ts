import { Client } from "fhir-kit-client";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { addKey } from "@/lib/http/testing/callers";
import { newId } from "@/lib/platform/ids";
import { setEnvironment } from "@/lib/platform/testing/installation";
import { Stage, until } from "@/lib/webhooks/outbound/testing/stage";
import { type Facade, facadeFor, serveFacade } from "../server/testing/facade";
import { wish } from "./testing/wish";

let stage: Stage;
let key: string;
let fhir: Facade;
let path: string;

beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage.close());
beforeEach(async () => {
  const organizationId = newId();
  key = await stage.admin(organizationId);
  fhir = facadeFor(`Bearer ${key}`);
  path = `/${organizationId}`;
});

const wanted = (more?: Parameters<typeof wish>[1]) => wish(stage.receiver.url(path), more);
const create = async (more?: Parameters<typeof wish>[1]) =>
  (await fhir("POST", "Subscription", { body: wanted(more) })).json;
const becomes = (id: string, status: string) =>
  until(async () => expect((await fhir("GET", `Subscription/${id}`)).json.status).toBe(status));

describe("a subscription", () => {
  it("is requested until its endpoint has answered an empty POST, and then active", async () => {
    const made = await fhir("POST", "Subscription", { body: wanted() });
    expect([made.status, made.json.status]).toEqual([201, "requested"]);
    expect(made.headers.get("location")).toContain(`/api/fhir/R4/Subscription/${made.json.id}`);
    await becomes(made.json.id, "active");
    const [handshake, ...others] = stage.receiver.at(path);
    expect(handshake).toMatchObject({ method: "POST", body: "" });
    expect(others).toEqual([]);
  });

  it("that is off calls nobody until it is requested", async () => {
    const { id, status } = await create({ status: "off" });
    expect(status).toBe("off");
    await fhir("PUT", `Subscription/${id}`, { body: { ...wanted(), id } });
    await becomes(id, "active");
    expect(stage.receiver.at(path)).toHaveLength(1);
    await fhir("PUT", `Subscription/${id}`, { body: { ...wanted({ status: "off" }), id } });
    await becomes(id, "off");
  });

  it("whose endpoint refuses the handshake is in error and says why; requested again it begins anew", async () => {
    stage.receiver.plan(path, (response) => response.writeHead(401).end());
    const { id } = await create();
    await becomes(id, "error");
    const { json } = await fhir("GET", `Subscription/${id}`);
    expect(json.error).toBe("It answered with status 401.");
    await fhir("PUT", `Subscription/${id}`, { body: { ...json, status: "requested" } });
    await becomes(id, "active");
    expect((await fhir("GET", `Subscription/${id}`)).json).not.toHaveProperty("error");
  });

  it("is given up, with the reason, when nobody ever shakes hands", async () => {
    stage.receiver.plan(path, (response) => response.writeHead(500).end());
    const { id } = await create();
    await becomes(id, "error");
    stage.receiver.plan(path, (response) => response.writeHead(500).end());
    await stage.owner.query("update webhook_deliveries set tries = 7 where endpoint_id = $1", [id]);
    await becomes(id, "off");
    expect((await fhir("GET", `Subscription/${id}`)).json.error).toBe("Each of 8 handshakes failed");
  });

  it("changes by versions, and goes with all it had", async () => {
    const { id } = await create({ status: "off" });
    const body = { ...wanted({ status: "off", reason: "Another" }), id };
    const changed = await fhir("PUT", `Subscription/${id}`, { body, headers: { "if-match": 'W/"1"' } });
    expect(changed.json).toMatchObject({ reason: "Another", meta: { versionId: "2" } });
    const late = await fhir("PUT", `Subscription/${id}`, { body, headers: { "if-match": 'W/"1"' } });
    expect(late.status).toBe(412);
    expect((await fhir("DELETE", `Subscription/${id}`)).status).toBe(204);
    expect((await fhir("GET", `Subscription/${id}`)).status).toBe(404);
    expect((await fhir("DELETE", `Subscription/${id}`)).status).toBe(204);
  });

  it("keeps what FHIR lets a client say beside it", async () => {
    const contact = [{ system: "email", value: "it@clinic.example" }];
    const { id } = await create({ contact, meta: { tag: [{ code: "pilot" }] } });
    expect((await fhir("GET", `Subscription/${id}`)).json).toMatchObject({
      contact,
      meta: { tag: [{ code: "pilot" }], versionId: "1" },
    });
  });
});

describe("headers", () => {
  const secret = "Authorization: Bearer s3cret-of-the-receiver";
  const header = [secret, "X-Tenant: north"];

  it("go with what is sent and are shown by name alone", async () => {
    stage.receiver.plan(path, (response, { headers }) => response.end(JSON.stringify(headers)));
    const made = await fhir("POST", "Subscription", { body: wanted({ channel: { header } }) });
    await becomes(made.json.id, "active");
    expect(stage.receiver.at(path)[0]?.headers).toMatchObject({
      authorization: "Bearer s3cret-of-the-receiver",
      "x-tenant": "north",
    });
    const shown = await Promise.all([
      fhir("GET", `Subscription/${made.json.id}`),
      fhir("GET", "Subscription"),
      stage.call("GET", `/${made.json.id}`, key),
      stage.call("GET", `/${made.json.id}/deliveries`, key),
    ]);
    expect(shown[0].json.channel.header).toEqual(["Authorization: ********", "X-Tenant: ********"]);
    for (const { text } of [made, ...shown]) expect(text).not.toMatch(/s3cret|north/);
    const { rows } = await stage.owner.query(
      "select s.*, e.*, d.* from fhir_subscriptions s join webhook_endpoints e using (id) join webhook_deliveries d on d.endpoint_id = e.id",
    );
    expect(JSON.stringify(rows)).not.toMatch(/s3cret|north/);
  });

  it("may be sent back as they were shown, but not to another receiver", async () => {
    const { id } = await create({ channel: { header } });
    await becomes(id, "active");
    const { json } = await fhir("GET", `Subscription/${id}`);
    const elsewhere = {
      ...json,
      status: "requested",
      channel: { ...json.channel, endpoint: "https://other.example/" },
    };
    expect((await fhir("PUT", `Subscription/${id}`, { body: elsewhere })).status).toBe(422);
    expect((await fhir("PUT", `Subscription/${id}`, { body: { ...json, status: "requested" } })).status).toBe(
      200,
    );
    await becomes(id, "active");
    expect(stage.receiver.at(path)[1]?.headers.authorization).toBe("Bearer s3cret-of-the-receiver");
  });
});

describe("who sees a subscription", () => {
  it("is who made it, and nobody else", async () => {
    const { id } = await create({ status: "off" });
    const colleague = facadeFor(`Bearer ${await stage.admin(path.slice(1))}`);
    const stranger = facadeFor(`Bearer ${await stage.admin(newId())}`);
    for (const other of [colleague, stranger]) {
      expect((await other("GET", `Subscription/${id}`)).status).toBe(404);
      expect((await other("PUT", `Subscription/${id}`, { body: { ...wanted(), id } })).status).toBe(404);
      expect((await other("DELETE", `Subscription/${id}`)).status).toBe(204);
      expect((await other("GET", "Subscription")).json.total).toBe(0);
    }
    expect((await fhir("GET", `Subscription/${id}`)).status).toBe(200);
  });

  it("needs the right to write, and to read what it is about", async () => {
    const reader = await addKey(stage, path.slice(1), ["records:read"]);
    const writer = await addKey(stage, path.slice(1), ["records:write"]);
    for (const { headers } of [reader, writer]) {
      expect((await facadeFor()("POST", "Subscription", { body: wanted(), headers })).status).toBe(403);
    }
    expect((await facadeFor()("GET", "Subscription")).status).toBe(401);
  });

  it("is an administrator too, who sees it among the webhooks and sets nothing there", async () => {
    const { id } = await create();
    await becomes(id, "active");
    expect((await stage.call("GET", `/${id}`, key)).json).toMatchObject({
      protocol: "fhir",
      events: ["resource.observations"],
    });
    for (const [method, at] of [
      ["PUT", ""],
      ["POST", "/rotate"],
      ["POST", "/test"],
    ] as const) {
      const { status, json } = await stage.call(method, `/${id}${at}`, key, {});
      expect([status, json.code]).toEqual([409, "webhook_is_subscription"]);
    }
    expect((await stage.call("DELETE", `/${id}`, key)).status).toBe(204);
    expect((await fhir("GET", `Subscription/${id}`)).status).toBe(404);
  });
});

describe("search", () => {
  it("finds by state, address, criteria, type and payload", async () => {
    const off = await create({ status: "off", criteria: "Patient?gender=female" });
    const full = await create({ channel: { payload: "application/fhir+json" } });
    await becomes(full.id, "active");
    const endpoint = encodeURIComponent(stage.receiver.url(path));
    const found = async (query: string) =>
      (await fhir("GET", `Subscription?${query}`)).json.entry?.map(
        ({ resource }: { resource: { id: string } }) => resource.id,
      );
    expect(await found("status=off")).toEqual([off.id]);
    expect(await found("status=http://hl7.org/fhir/subscription-status|active,off")).toEqual([
      full.id,
      off.id,
    ]);
    expect(await found("criteria=patient")).toEqual([off.id]);
    expect(await found("payload=application/fhir%2Bjson&type=rest-hook")).toEqual([full.id]);
    expect(await found(`url=${endpoint}`)).toEqual([full.id, off.id]);
    expect(await found(`_id=${off.id}`)).toEqual([off.id]);
    expect(await found("status=error")).toBeUndefined();
    expect((await fhir("GET", "Subscription?contact=x")).status).toBe(400);
  });
});

it("is done with a client library that people use", async () => {
  const server = await serveFacade();
  setEnvironment({ NEXTAUTH_URL: server.url });
  const client = new Client({ baseUrl: `${server.url}/api/fhir/R4`, bearerToken: key });
  const created = await client.create({ resourceType: "Subscription", body: Object(wanted()) });
  const id = String(created.id);
  await becomes(id, "active");
  expect(await client.read({ resourceType: "Subscription", id })).toMatchObject({ status: "active" });
  expect(
    await client.resourceSearch({ resourceType: "Subscription", searchParams: { status: "active" } }),
  ).toMatchObject({ total: 1 });
  await client.update({
    resourceType: "Subscription",
    id,
    body: Object({ ...wanted({ status: "off" }), id }),
  });
  await client.delete({ resourceType: "Subscription", id });
  await server.close();
});
