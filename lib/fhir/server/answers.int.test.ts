/** What the façade answers, as FHIR and HTTP have it. */
import { beforeAll, describe, expect, it } from "vitest";
import { GET as metadata } from "@/app/api/fhir/R4/metadata/route";
import { POST as createRecord } from "@/app/api/records/[entity]/route";
import { validateResource } from "@/lib/fhir/validate";
import { call, makeCaller } from "@/lib/integrations/testing/routes";
import { setClock } from "@/lib/platform/clock";
import { environmentForTests } from "@/lib/platform/testing/hooks";
import { recordEntities } from "@/lib/records";
import { typeOf } from "./resource-types";
import { type Facade, facadeFor } from "./testing/facade";

environmentForTests();
let fhir: Facade;
let id: string;
const jane = { resourceType: "Patient", name: [{ family: "Doe" }] };
const at = (time: string) => Date.parse(time);

beforeAll(async () => {
  fhir = facadeFor(`Bearer ${(await makeCaller("integration")).key}`);
  const restore = setClock(() => at("2030-01-01T00:00:00Z"));
  id = (await fhir("POST", "Patient", { body: jane })).json.id;
  setClock(() => at("2030-02-01T00:00:00Z"));
  await fhir("PUT", `Patient/${id}`, { body: { ...jane, id, active: true } });
  setClock(() => at("2030-03-01T00:00:00Z"));
  await fhir("DELETE", `Patient/${id}`);
  await fhir("POST", "Patient", { body: jane });
  restore();
});

const errorsIn = (resource: unknown) =>
  validateResource(resource).filter(({ severity }) => severity === "error");

describe("every answer", () => {
  it("is as FHIR defines it: the CapabilityStatement", async () => {
    const request = new Request("http://localhost:3000/api/fhir/R4/metadata");
    const statement = await (await metadata(request, { params: Promise.resolve({}) })).json();
    expect(errorsIn(statement)).toEqual([]);
  });

  it.each([
    "Patient",
    "Patient?name=nobody",
    "Patient?_summary=count",
    "Patient?shoe=42",
    "Patient?_elements=name",
    "Patient?_count=1&_total=accurate",
    "_history",
    "Patient/_history?_count=2",
    "Patient/nobody",
  ])("is as FHIR defines it: GET %s", async (address) => {
    expect(errorsIn((await fhir("GET", address)).json)).toEqual([]);
  });

  it("is as FHIR defines it: a record that is all but empty", async () => {
    const caller = await makeCaller("integration");
    const own = facadeFor(`Bearer ${caller.key}`);
    for (const entity of recordEntities) {
      const data = entity === "observations" ? { status: "final", code: {} } : {};
      const params = { entity };
      const { json } = await call("POST", createRecord, { caller, params, body: { data } });
      const read = await own("GET", `${typeOf(entity)}/${json.id}`);
      expect([entity, read.status, errorsIn(read.json)]).toEqual([entity, 200, []]);
    }
  });

  it.each(["batch", "transaction"])("is as FHIR defines it: a %s", async (type) => {
    const entry = [
      { resource: jane, request: { method: "POST", url: "Patient" } },
      { request: { method: "GET", url: "Patient?name=doe" } },
    ];
    const { status, json } = await fhir("POST", "", { body: { resourceType: "Bundle", type, entry } });
    expect([status, errorsIn(json)]).toEqual([200, []]);
  });
});

describe("a history", () => {
  const versions = async (query: string) => {
    const { json } = await fhir("GET", `Patient/${id}/_history${query}`);
    return json.entry.map(({ response }: { response: { etag: string } }) => response.etag);
  };

  it("begins where it is asked to, or shows what stood at a time", async () => {
    expect(await versions("")).toEqual(['W/"3"', 'W/"2"', 'W/"1"']);
    expect(await versions("?_since=2030-02-01T00:00:00Z")).toEqual(['W/"3"', 'W/"2"']);
    expect(await versions("?_at=2030-01-15")).toEqual(['W/"1"']);
    expect(await versions("?_at=2030-02")).toEqual(['W/"2"']);
    expect(await versions("?_at=2030")).toEqual(['W/"3"', 'W/"2"', 'W/"1"']);
    expect(await versions("?_at=2031")).toEqual(['W/"3"']);
    expect((await fhir("GET", `Patient/${id}/_history?_since=soon`)).status).toBe(400);
    expect((await fhir("GET", `Patient/${id}/_history?name=doe`)).status).toBe(400);
  });
});

describe("an answer's form", () => {
  it("is what the client prefers", async () => {
    const ask = (prefer: string) => fhir("POST", "Patient", { body: jane, headers: { prefer } });
    expect((await ask("return=minimal")).json).toBeUndefined();
    expect((await ask("return=representation")).json.resourceType).toBe("Patient");
    expect((await ask("return=OperationOutcome")).json.resourceType).toBe("OperationOutcome");
  });

  it("is in the format asked for", async () => {
    const typeFor = async (address: string, accept?: string) =>
      (await fhir("GET", address, { headers: accept ? { accept } : {} })).headers.get("content-type");
    expect(await typeFor("Patient")).toBe("application/fhir+json; charset=utf-8");
    expect(await typeFor("Patient", "application/json")).toBe("application/json; charset=utf-8");
    expect(await typeFor("Patient", "text/html, application/fhir+json;q=0.9, */*;q=0.1")).toContain(
      "fhir+json",
    );
    expect(await typeFor("Patient?_format=json", "application/fhir+xml")).toContain("fhir+json");
    expect((await fhir("GET", "Patient?_format=xml")).status).toBe(406);
  });

  it("is empty where nothing changed since the client looked", async () => {
    const { json, headers } = await fhir("POST", "Patient", { body: jane });
    const again = (header: string, value: string) =>
      fhir("GET", `Patient/${json.id}`, { headers: { [header]: value } });
    expect((await again("if-none-match", 'W/"1"')).status).toBe(304);
    expect((await again("if-none-match", 'W/"2"')).status).toBe(200);
    expect((await again("if-modified-since", headers.get("last-modified") ?? "")).status).toBe(304);
  });
});
