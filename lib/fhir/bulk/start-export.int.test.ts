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
}

async function ask(
  handler: RouteHandler,
  address: string,
  { params = {}, prefer = "respond-async" }: Ask = {},
) {
  const headers = { authorization: `Bearer ${caller.key}`, prefer };
  const response = await handler(new Request(address, { headers }), { params: Promise.resolve(params) });
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

it("makes no group of patients that are not here", async () => {
  const body = { name: "Ours", members: [newId()] };
  const { status, json } = await call("POST", groupRoute, { caller, body });
  expect([status, json.errors]).toEqual([422, [{ path: "members[0]", message: "is not here" }]]);
});
