import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { addPerson } from "@/lib/http/testing/callers";
import { newId } from "@/lib/platform/ids";
import { Stage } from "@/lib/webhooks/outbound/testing/stage";
import { type Facade, facadeFor } from "../server/testing/facade";
import { wish } from "./testing/wish";

let stage: Stage;
let organizationId: string;
let fhir: Facade;

beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage.close());
beforeEach(async () => {
  organizationId = newId();
  fhir = facadeFor(`Bearer ${await stage.admin(organizationId)}`);
});

const wanted = (more?: Parameters<typeof wish>[1]) => wish(stage.receiver.url(`/${organizationId}`), more);
const createOff = async () => (await fhir("POST", "Subscription", { body: wanted({ status: "off" }) })).json;

describe("what cannot be done", () => {
  it.each([
    ["channel.type", { channel: { type: "email", endpoint: "mailto:a@b.example" } }, /only rest-hook/],
    ["channel.payload", { channel: { payload: "application/fhir+xml" } }, /application\/fhir\+json/],
    ["channel.endpoint", { channel: { endpoint: undefined } }, /address/],
    ["channel.header[0]", { channel: { header: ["no colon"] } }, /Name: value/],
    ["channel.header[0]", { channel: { header: ["X-A: 1\r\nX-B: 2"] } }, /Name: value/],
    ["channel.header[0]", { channel: { header: ["Host: elsewhere"] } }, /not for a client/],
    ["channel.header[0]", { channel: { header: ["X-A: ********"] } }, /with its value/],
    ["status", { status: "active" }, /requested/],
    ["end", { end: "2020-01-01T00:00:00Z" }, /passed/],
    ["end", { end: "2999-06-30T23:59:60Z" }, /seconds and zone/],
    ["criteria", { criteria: undefined, _criteria: { extension: [{ url: "urn:x", valueCode: "y" }] } }, /./],
    ["criteria", { criteria: "Basic?code=x" }, /of Patient/],
    ["criteria", { criteria: "" }, /./],
    ["criteria", { criteria: "Observation?colour=red" }, /not selected by colour/],
    ["criteria", { criteria: "Observation?_include=Observation:patient" }, /_include/],
    ["criteria", { criteria: "Observation?date=soon" }, /Write date/],
  ])("is refused at %s: %j", async (element, change, words) => {
    const { status, json } = await fhir("POST", "Subscription", { body: wanted(change) });
    expect([status, json.resourceType]).toEqual([422, "OperationOutcome"]);
    const [issue] = json.issue;
    expect(issue.expression).toEqual([`Subscription.${element}`]);
    expect(issue.diagnostics).toMatch(words);
  });

  it.each([
    "http://10.0.0.1/hook",
    "http://169.254.169.254/",
    "http://localhost:9/",
    "file:///etc/passwd",
    "ftp://a.example/",
  ])("is to call %s", async (endpoint) => {
    const { status, json } = await fhir("POST", "Subscription", { body: wanted({ channel: { endpoint } }) });
    expect([status, json.resourceType]).toEqual([422, "OperationOutcome"]);
  });

  it("is answered as such: patches, histories, conditions", async () => {
    const { id } = await createOff();
    const patch = { body: [], headers: { "content-type": "application/json-patch+json" } };
    expect((await fhir("PATCH", `Subscription/${id}`, patch)).status).toBe(405);
    expect((await fhir("GET", `Subscription/${id}/_history`)).status).toBe(405);
    const headers = { "if-none-exist": "status=off" };
    expect((await fhir("POST", "Subscription", { body: wanted(), headers })).status).toBe(405);
    expect((await fhir("PUT", `Subscription/${newId()}`, { body: { ...wanted(), id } })).status).toBe(400);
  });

  it("is a person's, whose session ends", async () => {
    const { headers } = await addPerson(stage, organizationId, "admin");
    const { status, json } = await facadeFor()("POST", "Subscription", { body: wanted(), headers });
    expect([status, json.issue[0].diagnostics]).toEqual([422, expect.stringContaining("API key")]);
  });

  it("is more than a hundred of one client", async () => {
    const { id } = await createOff();
    await stage.owner.query(
      `with one as (select * from webhook_endpoints where id = $1),
            more as (insert into webhook_endpoints (id, organization_id, url, events, algorithm, secrets, payload, max_attempts,
                                                    retry_seconds, timeout_ms, enabled, created_at)
                     select gen_random_uuid(), organization_id, url, events, algorithm, secrets, payload, max_attempts,
                            retry_seconds, timeout_ms, false, created_at from one, generate_series(1, 99) returning id)
       insert into fhir_subscriptions (id, organization_id, created_by, version, updated_at, body)
       select more.id, s.organization_id, s.created_by, 1, s.updated_at, s.body from fhir_subscriptions s, more where s.id = $1`,
      [id],
    );
    const { status, json } = await fhir("POST", "Subscription", { body: wanted() });
    expect([status, json.issue[0].diagnostics]).toEqual([422, expect.stringContaining("Delete some")]);
  });

  it("never is a failure of ours, whatever comes", async () => {
    const odd = [
      "\0",
      "a\0b",
      "\ud800",
      "%",
      "%zz",
      "'; drop table x; --",
      "?",
      "Patient",
      "Patient?",
      "Patient?a=\0",
      "Patient?name=%00",
      `Patient?name=${"a,".repeat(3_000)}`,
      "Patient?_id=../../x",
      "Patient?__proto__=1",
      "a".repeat(70_000),
    ];
    for (const text of odd) {
      for (const change of [
        { criteria: text },
        { reason: text },
        { end: text },
        { status: text },
        { channel: { endpoint: text } },
        { channel: { header: [text] } },
        { channel: { payload: text } },
        { channel: null },
      ]) {
        const { status } = await fhir("POST", "Subscription", { body: wanted({ status: "off", ...change }) });
        expect([text.slice(0, 20), change, status < 500]).toEqual([text.slice(0, 20), change, true]);
      }
      expect((await fhir("GET", `Subscription?url=${encodeURIComponent(text.toWellFormed())}`)).status).toBe(
        200,
      );
    }
    for (const body of [null, [], "x", 1, { resourceType: "Patient" }, { resourceType: "Subscription" }]) {
      expect((await fhir("POST", "Subscription", { body: JSON.stringify(body) })).status).toBeLessThan(500);
      expect(
        (await fhir("PUT", `Subscription/${newId()}`, { body: JSON.stringify(body) })).status,
      ).toBeLessThan(500);
    }
  });
});
