import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { newId } from "@/lib/platform/ids";
import { Stage, until } from "@/lib/webhooks/outbound/testing/stage";
import { facadeFor } from "../server/testing/facade";
import { Bed, payload } from "./testing/bed";
import { wish } from "./testing/wish";

let stage: Stage;
let bed: Bed;

beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage.close());
beforeEach(async () => {
  bed = await Bed.make(stage);
});

describe("a notification", () => {
  it("is an empty POST when something is made or changed so that it meets the criteria, and at nothing else", async () => {
    await bed.subscribed({ criteria: "Observation?code=http://loinc.org|29463-7&status=final" });
    const id = await bed.keep(bed.weight(70));
    await bed.keep(bed.weight(71, { status: "preliminary" }));
    await bed.keep(bed.weight(72, { code: { coding: [{ system: "http://loinc.org", code: "8302-2" }] } }));
    await bed.change(id, bed.weight(70, { status: "entered-in-error" }));
    await bed.fhir("DELETE", `Observation/${id}`);
    await bed.settled();
    expect(bed.told()).toHaveLength(1);
    await bed.change(await bed.keep(bed.weight(73, { status: "preliminary" })), bed.weight(73));
    await bed.settled();
    expect(bed.told().map(({ method, path: at, body }) => [method, at, body])).toEqual([
      ["POST", bed.path, ""],
      ["POST", bed.path, ""],
    ]);
  });

  it("with a payload puts the resource, as it was then, to its own address below the endpoint", async () => {
    await bed.subscribed(payload);
    const id = await bed.keep(bed.weight(70, { note: [{ text: "After breakfast" }] }));
    await until(() => expect(bed.told()).toHaveLength(1));
    const [received] = bed.told();
    expect(received).toMatchObject({
      method: "PUT",
      path: `${bed.path}/Observation/${id}`,
      headers: { "content-type": "application/fhir+json" },
    });
    expect(JSON.parse(received?.body ?? "")).toEqual((await bed.fhir("GET", `Observation/${id}`)).json);
    const { rows } = await stage.owner.query(
      "select record_id from audit_events where organization_id = $1 and action = 'records.sent'",
      [bed.organizationId],
    );
    expect(rows).toEqual([{ record_id: id }]);
  });

  it("tells each state in its order, though the receiver fails and the record has moved on", async () => {
    const id = await bed.keep(bed.weight(60));
    await bed.subscribed({ ...payload, criteria: "Observation?value-quantity=gt50&date=ge2026-01-01" });
    stage.receiver.plan(`${bed.path}/Observation/${id}`, (response) => response.writeHead(503).end());
    await bed.change(id, bed.weight(70));
    await bed.change(id, bed.weight(71));
    await bed.change(id, bed.weight(7));
    await bed.change(id, bed.weight(72, { effectiveDateTime: "2020-01-01" }));
    await bed.settled();
    expect(bed.kilograms()).toEqual([70, 70, 71]);
    const [first, again] = bed.told();
    expect(first?.headers["x-request-id"]).toBe(again?.headers["x-request-id"]);
  });

  it("is made of the few that meet the criteria among many that come at once", async () => {
    await bed.subscribed({ ...payload, criteria: "Observation?value-quantity=gt600" });
    const entry = Array.from({ length: 602 }, (_, n) => ({
      resource: bed.weight(n),
      request: { method: "POST", url: "Observation" },
    }));
    const { status } = await bed.fhir("POST", "", {
      body: { resourceType: "Bundle", type: "transaction", entry },
    });
    expect(status).toBe(200);
    await bed.settled();
    expect(bed.kilograms()).toEqual([601]);
  });

  it("follows chains to other resources", async () => {
    await bed.subscribed({ ...payload, criteria: "Observation?patient.identifier=urn:mrn|M-1" });
    const other = (await bed.fhir("POST", "Patient", { body: { resourceType: "Patient" } })).json.id;
    await bed.keep(bed.weight(60, { subject: { reference: `Patient/${other}` } }));
    await bed.keep(bed.weight(61));
    await bed.settled();
    expect(bed.kilograms()).toEqual([61]);
  });

  it("is nothing that a webhook hears, which is told in its own words", async () => {
    await stage.subscribe(bed.key, `${bed.path}-webhook`, { events: ["*"] });
    await bed.subscribed();
    await bed.change(await bed.keep(bed.weight(70)), bed.weight(71));
    await bed.settled();
    expect(bed.told()).toHaveLength(2);
    const heard = stage.receiver.at(`${bed.path}-webhook`).map(({ body }) => JSON.parse(body).type);
    expect(heard).toEqual(["observation.created"]);
  });

  it("of one subscription waits for no other, whose endpoint is dead", async () => {
    await bed.subscribed({}, `${bed.path}-dead`);
    stage.receiver.plan(`${bed.path}-dead`, () => undefined);
    await bed.subscribed();
    await bed.keep(bed.weight(70));
    await until(() => expect(bed.told()).toHaveLength(1));
  });

  it("never goes to another organization", async () => {
    const stranger = facadeFor(`Bearer ${await stage.admin(newId())}`);
    await bed.subscribed({}, `${bed.path}-stranger`, stranger);
    await bed.subscribed();
    await bed.keep(bed.weight(70));
    await bed.settled();
    expect(bed.told()).toHaveLength(1);
    expect(bed.told(`${bed.path}-stranger`)).toEqual([]);
  });
});

describe("the state", () => {
  it("is error with the reason while notifications fail, and active once one arrives", async () => {
    const id = await bed.subscribed();
    stage.receiver.plan(bed.path, (response) => response.writeHead(500).end());
    await bed.keep(bed.weight(70));
    await bed.becomes(id, "error: It answered with status 500.");
    await bed.becomes(id, "active");
    expect(bed.told()).toHaveLength(2);
  });

  it("is off, with the reason, when the receiver is gone, until somebody begins anew", async () => {
    const id = await bed.subscribed();
    stage.receiver.plan(bed.path, (response) => response.writeHead(410).end());
    await bed.keep(bed.weight(70));
    await bed.becomes(id, /^off: It answered 410 Gone/);
    await bed.keep(bed.weight(71));
    await bed.settled();
    expect(bed.told()).toHaveLength(1);
    await bed.fhir("PUT", `Subscription/${id}`, { body: { ...wish(stage.receiver.url(bed.path)), id } });
    await bed.becomes(id, "active");
    await bed.keep(bed.weight(72));
    await bed.settled();
    expect(bed.told()).toHaveLength(3);
  });

  it("is off from its end on", async () => {
    const id = await bed.subscribed({ end: "2999-01-01T00:00:00Z" });
    await stage.owner.query("update fhir_subscriptions set ends_at = now() where id = $1", [id]);
    expect(await bed.stateOf(id)).toBe("off: Its end has passed");
    await bed.keep(bed.weight(70));
    await bed.settled();
    expect(bed.told()).toEqual([]);
    expect((await stage.call("GET", `/${id}`, bed.key)).json).toMatchObject({ enabled: false });
  });

  it("is error when the receiver's address is no longer one that may be called", async () => {
    const id = await bed.subscribed();
    await stage.owner.query("update webhook_endpoints set url = 'http://169.254.169.254/' where id = $1", [
      id,
    ]);
    await bed.keep(bed.weight(70));
    await bed.becomes(id, /^error: This address may not be called/);
  });

  it("lets what failed be replayed by an administrator", async () => {
    const id = await bed.subscribed();
    await stage.owner.query("update webhook_endpoints set max_attempts = 1 where id = $1", [id]);
    stage.receiver.plan(bed.path, (response) => response.writeHead(400).end());
    await bed.keep(bed.weight(70));
    await bed.settled();
    const [dead] = await stage.deliveries(bed.key, id);
    expect(dead).toMatchObject({ status: "DEAD", eventType: "resource.observations" });
    await stage.call("POST", `/${id}/deliveries/${dead?.id}/replay`, bed.key);
    await bed.becomes(id, "active");
    expect(bed.told()).toHaveLength(2);
  });
});
