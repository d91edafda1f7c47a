import { beforeEach, describe, expect, it } from "vitest";
import { POST as groupRoute } from "@/app/api/fhir/groups/route";
import { GET as systemExport } from "@/app/api/fhir/R4/$export/route";
import { GET as groupExport } from "@/app/api/fhir/R4/Group/[id]/$export/route";
import type { RouteHandler } from "@/lib/http";
import { type Caller, call, makeCaller } from "@/lib/integrations/testing/routes";
import { newId } from "@/lib/platform/ids";
import { environmentForTests } from "@/lib/platform/testing/hooks";

environmentForTests();
let caller: Caller;
beforeEach(async () => {
  caller = await makeCaller("admin");
});

const base = "http://localhost:3000/api/fhir/R4";

interface Ask {
  readonly params?: Record<string, string>;
  readonly prefer?: string;
  /** Of a POST. */
  readonly body?: string;
}

async function ask(
  handler: RouteHandler,
  address: string,
  { params = {}, prefer = "respond-async", body }: Ask = {},
) {
  const headers = {
    authorization: `Bearer ${caller.key}`,
    prefer,
    "content-type": "application/fhir+json",
  };
  const request = new Request(address, { method: body === undefined ? "GET" : "POST", headers, body });
  const response = await handler(request, { params: Promise.resolve(params) });
  return { status: response.status, text: await response.text() };
}

const kickOff = (query = "", more: Ask = {}) => ask(systemExport, `${base}/$export${query}`, more);

describe("an export is refused", () => {
  it.each([
    ["without Prefer: respond-async", "", { prefer: "" }],
    ["of types that are not kept here", "?_type=Patient,Pet", {}],
    ["in another format", "?_outputFormat=text/csv", {}],
    ["since what is no time", "?_since=yesterday", {}],
    ["by what is not supported", "?_typeFilter=Patient%3Fgender%3Dmale", {}],
  ])("%s", async (_what, query, more) => {
    const { status, text } = await kickOff(query, more);
    expect([status, JSON.parse(text).resourceType]).toEqual([400, "OperationOutcome"]);
  });

  it("of a group that is not there", async () => {
    const id = newId();
    const { status } = await ask(groupExport, `${base}/Group/${id}/$export`, { params: { id } });
    expect(status).toBe(404);
  });

  it("while too many are at work", async () => {
    for (let n = 0; n < 10; n += 1) expect((await kickOff()).status).toBe(202);
    expect((await kickOff()).status).toBe(429);
  });

  it("but goes on without what it does not know where the client is lenient", async () => {
    const prefer = "respond-async, handling=lenient";
    expect((await kickOff("?_elements=id", { prefer })).status).toBe(202);
  });
});

describe("an export asked for by POST", () => {
  const post = (parameter: object[], more: Ask = {}) =>
    ask(systemExport, `${base}/$export`, {
      body: JSON.stringify({ resourceType: "Parameters", parameter }),
      ...more,
    });

  it("takes the same as Parameters", async () => {
    const parameters = [
      { name: "_outputFormat", valueString: "application/fhir+ndjson" },
      { name: "_since", valueInstant: "2026-01-02T03:04:05+01:00" },
      { name: "_type", valueString: "Patient" },
      { name: "_type", valueString: "Observation,Condition" },
    ];
    expect(await post(parameters)).toEqual({ status: 202, text: "" });
    expect(await post([])).toEqual({ status: 202, text: "" });
  });

  it.each([
    ["what is not supported", [{ name: "_typeFilter", valueString: "Patient?gender=male" }]],
    ["a type that is not kept here", [{ name: "_type", valueString: "Pet" }]],
    ["a format without a name", [{ name: "_outputFormat", valueInteger: 1 }]],
    ["a patient", [{ name: "patient", valueReference: { reference: "Patient/1" } }]],
  ])("is refused with %s", async (_what, parameter) => {
    expect((await post(parameter)).status).toBe(400);
  });

  it("is refused with another body", async () => {
    expect((await post([], { body: "{" })).status).toBe(400);
    expect((await post([], { body: '{"resourceType":"Patient"}' })).status).toBe(400);
  });
});

it.each(["application/fhir%2Bndjson", "application/fhir+ndjson", "application/ndjson", "ndjson"])(
  "writes %s",
  async (format) => expect((await kickOff(`?_outputFormat=${format}`)).status).toBe(202),
);

it("makes no group of patients that are not here", async () => {
  const body = { name: "Ours", members: [newId()] };
  const { status, json } = await call("POST", groupRoute, { caller, body });
  expect([status, json.errors]).toEqual([422, [{ path: "members[0]", message: "is not here" }]]);
});
