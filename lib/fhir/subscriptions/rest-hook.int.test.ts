import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { announceAccessChange } from "@/lib/auth";
import type { FhirJson } from "@/lib/fhir";
import { addKey } from "@/lib/http/testing/callers";
import { newId } from "@/lib/platform/ids";
import { Stage, until } from "@/lib/webhooks/outbound/testing/stage";
import { signAccessToken } from "../server/access-token";
import { type Facade, facadeFor } from "../server/testing/facade";
import { wish } from "./testing/wish";

let stage: Stage;
let organizationId: string;
let key: string;
let fhir: Facade;
let path: string;
let patientId: string;

beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage.close());
beforeEach(async () => {
  organizationId = newId();
  key = await stage.admin(organizationId);
  fhir = facadeFor(`Bearer ${key}`);
  path = `/${organizationId}`;
  const patient = { resourceType: "Patient", identifier: [{ system: "urn:mrn", value: "M-1" }] };
  patientId = (await fhir("POST", "Patient", { body: patient })).json.id;
});

function weight(kg: number, more: FhirJson = {}): FhirJson {
  return {
    resourceType: "Observation",
    status: "final",
    code: { coding: [{ system: "http://loinc.org", code: "29463-7" }] },
    subject: { reference: `Patient/${patientId}` },
    effectiveDateTime: "2026-05-01",
    valueQuantity: { value: kg, unit: "kg", system: "http://unitsofmeasure.org", code: "kg" },
    ...more,
  };
}

async function keep(resource: FhirJson): Promise<string> {
  const { status, json } = await fhir("POST", String(resource.resourceType), { body: resource });
  expect([status, json.issue]).toEqual([201, undefined]);
  return json.id;
}

const change = (id: string, resource: FhirJson) =>
  fhir("PUT", `${resource.resourceType}/${id}`, { body: { ...resource, id } });

const stateOf = async (id: string, as = fhir) => {
  const { json } = await as("GET", `Subscription/${id}`);
  return json.error ? `${json.status}: ${json.error}` : json.status;
};
const becomes = (id: string, state: string | RegExp, as = fhir) =>
  until(async () => expect(await stateOf(id, as)).toMatch(state));

/** An active subscription to `path`, whose failed notifications are tried again after a second. */
async function subscribed(more: FhirJson = {}, at = path, as = fhir): Promise<string> {
  const { status, json } = await as("POST", "Subscription", { body: wish(stage.receiver.url(at), more) });
  expect([status, json.issue]).toEqual([201, undefined]);
  await becomes(json.id, "active", as);
  await stage.owner.query("update webhook_endpoints set retry_seconds = '{1}' where id = $1", [json.id]);
  return json.id;
}

/** What came at a path and below it, after the handshake. */
const told = (at = path) => stage.receiver.below(at).slice(1);
const payload = { channel: { payload: "application/fhir+json" } };
const kilograms = () => told().map(({ body }) => JSON.parse(body).valueQuantity.value);

/** Until nothing waits to be sent, whatever came of it. */
const settled = () =>
  until(async () => {
    const { rows } = await stage.owner.query(
      "select 1 from webhook_deliveries where organization_id = $1 and finished_at is null",
      [organizationId],
    );
    expect(rows).toEqual([]);
  });

describe("a notification", () => {
  it("is an empty POST when something is made or changed so that it meets the criteria, and at nothing else", async () => {
    await subscribed({ criteria: "Observation?code=http://loinc.org|29463-7&status=final" });
    const id = await keep(weight(70));
    await keep(weight(71, { status: "preliminary" }));
    await keep(weight(72, { code: { coding: [{ system: "http://loinc.org", code: "8302-2" }] } }));
    await change(id, weight(70, { status: "entered-in-error" }));
    await fhir("DELETE", `Observation/${id}`);
    await settled();
    expect(told()).toHaveLength(1);
    await change(await keep(weight(73, { status: "preliminary" })), weight(73));
    await settled();
    expect(told().map(({ method, path: at, body }) => [method, at, body])).toEqual([
      ["POST", path, ""],
      ["POST", path, ""],
    ]);
  });

  it("with a payload puts the resource, as it was then, to its own address below the endpoint", async () => {
    await subscribed(payload);
    const id = await keep(weight(70, { note: [{ text: "After breakfast" }] }));
    await until(() => expect(told()).toHaveLength(1));
    const [received] = told();
    expect(received).toMatchObject({
      method: "PUT",
      path: `${path}/Observation/${id}`,
      headers: { "content-type": "application/fhir+json" },
    });
    expect(JSON.parse(received?.body ?? "")).toEqual((await fhir("GET", `Observation/${id}`)).json);
    const { rows } = await stage.owner.query(
      "select record_id from audit_events where organization_id = $1 and action = 'records.sent'",
      [organizationId],
    );
    expect(rows).toEqual([{ record_id: id }]);
  });

  it("tells each state in its order, though the receiver fails and the record has moved on", async () => {
    const id = await keep(weight(60));
    await subscribed({ ...payload, criteria: "Observation?value-quantity=gt50&date=ge2026-01-01" });
    stage.receiver.plan(`${path}/Observation/${id}`, (response) => response.writeHead(503).end());
    await change(id, weight(70));
    await change(id, weight(71));
    await change(id, weight(7));
    await change(id, weight(72, { effectiveDateTime: "2020-01-01" }));
    await settled();
    expect(kilograms()).toEqual([70, 70, 71]);
    const [first, again] = told();
    expect(first?.headers["x-request-id"]).toBe(again?.headers["x-request-id"]);
  });

  it("is made of the few that meet the criteria among many that come at once", async () => {
    await subscribed({ ...payload, criteria: "Observation?value-quantity=gt600" });
    const entry = Array.from({ length: 602 }, (_, n) => ({
      resource: weight(n),
      request: { method: "POST", url: "Observation" },
    }));
    const { status } = await fhir("POST", "", {
      body: { resourceType: "Bundle", type: "transaction", entry },
    });
    expect(status).toBe(200);
    await settled();
    expect(kilograms()).toEqual([601]);
  });

  it("follows chains to other resources", async () => {
    await subscribed({ ...payload, criteria: "Observation?patient.identifier=urn:mrn|M-1" });
    const other = (await fhir("POST", "Patient", { body: { resourceType: "Patient" } })).json.id;
    await keep(weight(60, { subject: { reference: `Patient/${other}` } }));
    await keep(weight(61));
    await settled();
    expect(kilograms()).toEqual([61]);
  });

  it("of one subscription waits for no other, whose endpoint is dead", async () => {
    await subscribed({}, `${path}-dead`);
    stage.receiver.plan(`${path}-dead`, () => undefined);
    await subscribed();
    await keep(weight(70));
    await until(() => expect(told()).toHaveLength(1));
  });

  it("never goes to another organization", async () => {
    const stranger = facadeFor(`Bearer ${await stage.admin(newId())}`);
    await subscribed({}, `${path}-stranger`, stranger);
    await subscribed();
    await keep(weight(70));
    await settled();
    expect(told()).toHaveLength(1);
    expect(told(`${path}-stranger`)).toEqual([]);
  });
});

describe("the state", () => {
  it("is error with the reason while notifications fail, and active once one arrives", async () => {
    const id = await subscribed();
    stage.receiver.plan(path, (response) => response.writeHead(500).end());
    await keep(weight(70));
    await becomes(id, "error: It answered with status 500.");
    await becomes(id, "active");
    expect(told()).toHaveLength(2);
  });

  it("is off, with the reason, when the receiver is gone, until somebody begins anew", async () => {
    const id = await subscribed();
    stage.receiver.plan(path, (response) => response.writeHead(410).end());
    await keep(weight(70));
    await becomes(id, /^off: It answered 410 Gone/);
    await keep(weight(71));
    await settled();
    expect(told()).toHaveLength(1);
    await fhir("PUT", `Subscription/${id}`, { body: { ...wish(stage.receiver.url(path)), id } });
    await becomes(id, "active");
    await keep(weight(72));
    await settled();
    expect(told()).toHaveLength(3);
  });

  it("is off from its end on", async () => {
    const id = await subscribed({ end: "2999-01-01T00:00:00Z" });
    await stage.owner.query("update fhir_subscriptions set ends_at = now() where id = $1", [id]);
    expect(await stateOf(id)).toBe("off: Its end has passed");
    await keep(weight(70));
    await settled();
    expect(told()).toEqual([]);
    expect((await stage.call("GET", `/${id}`, key)).json).toMatchObject({ enabled: false });
  });

  it("is error when the receiver's address is no longer one that may be called", async () => {
    const id = await subscribed();
    await stage.owner.query("update webhook_endpoints set url = 'http://169.254.169.254/' where id = $1", [
      id,
    ]);
    await keep(weight(70));
    await becomes(id, /^error: This address may not be called/);
  });

  it("lets what failed be replayed by an administrator", async () => {
    const id = await subscribed();
    await stage.owner.query("update webhook_endpoints set max_attempts = 1 where id = $1", [id]);
    stage.receiver.plan(path, (response) => response.writeHead(400).end());
    await keep(weight(70));
    await settled();
    const [dead] = await stage.deliveries(key, id);
    expect(dead).toMatchObject({ status: "DEAD", eventType: "resource.observations" });
    await stage.call("POST", `/${id}/deliveries/${dead?.id}/replay`, key);
    await becomes(id, "active");
    expect(told()).toHaveLength(2);
  });
});

describe("who made it", () => {
  const lost = async (keyId: string) => announceAccessChange({ organizationId, keyId });

  it("gone, the subscription is in error, says so, and tells nothing", async () => {
    const own = await addKey(stage, organizationId, ["records:read", "records:write"]);
    const id = await subscribed({}, path, facadeFor(own.headers.authorization));
    await stage.owner.query("update api_keys set revoked_at = now() where id = $1", [own.id]);
    await lost(own.id);
    await keep(weight(70));
    await until(async () => {
      const { rows } = await stage.owner.query("select last_error from webhook_endpoints where id = $1", [
        id,
      ]);
      expect(rows).toEqual([{ last_error: "The API key or client that made this subscription is gone." }]);
    });
    expect(told()).toEqual([]);
  });

  it("granted less, it is in error and says what is missing; granted it again, nothing was lost", async () => {
    const clientId = newId();
    const scopes = ["system/Subscription.cruds", "system/Observation.rs"];
    await stage.owner.query(
      `insert into fhir_clients (id, organization_id, name, jwks_url, scopes) values ($1, $2, 'Scales', 'https://scales.example/jwks', $3)`,
      [clientId, organizationId, scopes],
    );
    const client = facadeFor(`Bearer ${await signAccessToken(clientId, scopes)}`);
    const id = await subscribed(payload, path, client);
    const grant = async (granted: string[]) => {
      await stage.owner.query("update fhir_clients set scopes = $2 where id = $1", [clientId, granted]);
      await lost(clientId);
    };
    await grant(["system/Subscription.cruds", "system/Patient.rs"]);
    await keep(weight(70));
    await becomes(id, /^error: .*system\/Observation\.r/, client);
    expect(told()).toEqual([]);
    await grant(scopes);
    await becomes(id, "active", client);
    expect(kilograms()).toEqual([70]);
  });

  it("must have been granted what the criteria look into", async () => {
    const clientId = newId();
    const scopes = ["system/Subscription.cruds", "system/Observation.rs"];
    await stage.owner.query(
      `insert into fhir_clients (id, organization_id, name, jwks_url, scopes) values ($1, $2, 'Scales', 'https://scales.example/jwks', $3)`,
      [clientId, organizationId, scopes],
    );
    const ask = async (granted: string[], criteria: string) => {
      const client = facadeFor(`Bearer ${await signAccessToken(clientId, granted)}`);
      return (
        await client("POST", "Subscription", {
          body: wish(stage.receiver.url(path), { criteria, status: "off" }),
        })
      ).status;
    };
    expect(await ask(scopes, "Observation?code=1")).toBe(201);
    expect(await ask(scopes, "Observation?patient.name=x")).toBe(403);
    expect(await ask(scopes, "Patient?name=x")).toBe(403);
    expect(await ask(["system/Observation.rs"], "Observation?code=1")).toBe(403);
  });

  it("sees no record of a clinic that is not theirs", async () => {
    const id = await subscribed();
    await stage.owner.query("update api_keys set role = 'clinic_staff' where organization_id = $1", [
      organizationId,
    ]);
    const writer = facadeFor(`Bearer ${await stage.admin(organizationId)}`);
    await lost(
      (
        await stage.owner.query("select created_by ->> 'id' as id from fhir_subscriptions where id = $1", [
          id,
        ])
      ).rows[0].id,
    );
    await writer("POST", "Observation", { body: weight(70) });
    await settled();
    expect(told()).toEqual([]);
  });
});
