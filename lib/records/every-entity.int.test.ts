import { afterAll, beforeAll, expect, it } from "vitest";
import * as recordRoute from "@/app/api/records/[entity]/[id]/route";
import * as recordsRoute from "@/app/api/records/[entity]/route";
import { addPerson, type Caller } from "@/lib/http/testing/callers";
import { type ServedRoutes, serveRoutes } from "@/lib/http/testing/served-routes";
import { installationForTests } from "@/lib/platform/testing/hooks";

const installation = installationForTests();
let server: ServedRoutes;
let admin: Caller;

beforeAll(async () => {
  server = await serveRoutes({
    "/api/records/[entity]": { GET: recordsRoute.GET, POST: recordsRoute.POST },
    "/api/records/[entity]/[id]": { PATCH: recordRoute.PATCH },
  });
  admin = await addPerson(installation, await installation.addOrganization(), "admin");
});

afterAll(async () => {
  await server.close();
});

async function send(method: string, address: string, body?: unknown, ifMatch = ""): Promise<Response> {
  const headers = { ...admin.headers, "content-type": "application/json", "if-match": ifMatch };
  return fetch(`${server.url}/api/records/${address}`, { method, headers, body: JSON.stringify(body) });
}

it.each([
  ["practitioners", { names: [{ family: "Torp" }] }, { active: true }, "name=torp"],
  ["conditions", { code: { code: "J45" } }, { clinicalStatus: "active" }, "clinicalStatus=active&code=J45"],
  ["medications", { code: { system: "urn:rx", code: "1" } }, { status: "active" }, "code=urn:rx|1"],
  ["medication_requests", { intent: "order" }, { status: "stopped" }, "intent=order&status=stopped"],
  ["appointments", { status: "booked" }, { status: "noshow" }, "status=noshow"],
  ["encounters", { class: { code: "AMB" } }, { types: [{ code: "1" }] }, "class=amb&type=1"],
  ["diagnostic_reports", { category: [{ code: "LAB" }] }, { status: "final" }, "category=lab"],
  ["documents", { status: "current" }, { identifiers: [{ value: "7" }] }, "identifier=7"],
])("serves %s: create, change and find", async (entity, data, change, filter) => {
  const created = await send("POST", entity, { data });
  const { id } = (await created.json()) as { id: string };
  const changed = await send("PATCH", `${entity}/${id}`, { data: change }, '"1"');
  expect([created.status, changed.status]).toEqual([201, 200]);
  const found = await fetch(`${server.url}/api/records/${entity}?${filter}`, { headers: admin.headers });
  expect(await found.json()).toMatchObject({ data: [{ id, version: 2, data: { ...change } }], total: 1 });
});
