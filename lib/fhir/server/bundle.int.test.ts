import { readFileSync } from "node:fs";
import { beforeEach, describe, expect, it } from "vitest";
import { makeCaller } from "@/lib/integrations/testing/routes";
import { environmentForTests } from "@/lib/platform/testing/hooks";
import { type Facade, facadeFor } from "./testing/facade";

environmentForTests();
let fhir: Facade;
beforeEach(async () => {
  fhir = facadeFor(`Bearer ${(await makeCaller("integration")).key}`);
});

const jane = {
  resourceType: "Patient",
  identifier: [{ system: "urn:mrn", value: "M-1" }],
  name: [{ family: "Doe" }],
};
const reading = { resourceType: "Observation", status: "final", code: { text: "Weight" } };
const [patientUrl, observationUrl] = [
  "urn:uuid:61ebe359-bfdc-4613-8bf2-c5e300945f0a",
  "urn:uuid:88f151c0-a954-468a-88bd-5ae15c08e059",
];

const post = (entry: object[], type = "transaction", headers = {}) =>
  fhir("POST", "", { body: { resourceType: "Bundle", type, entry }, headers });

const entry = (method: string, url: string, resource?: object, more: object = {}) => ({
  ...more,
  resource,
  request: { method, url, ...Reflect.get(more, "request") },
});

const count = async (type: string) => (await fhir("GET", `${type}?_summary=count`)).json.total;
const idIn = ({ response }: { response: { location: string } }) => response.location.split("/").at(-3) ?? "";
const statuses = (json: { entry: { response: { status: string } }[] }) =>
  json.entry.map(({ response }) => response.status);

describe("a transaction", () => {
  it("makes resources that point at each other, in whatever order they stand", async () => {
    const { status, json } = await post([
      entry(
        "POST",
        "Observation",
        { ...reading, subject: { reference: patientUrl } },
        { fullUrl: observationUrl },
      ),
      entry("POST", "Patient", jane, { fullUrl: patientUrl }),
    ]);
    expect([status, json.type, statuses(json)]).toEqual([200, "transaction-response", ["201", "201"]]);
    const observation = await fhir("GET", `Observation/${idIn(json.entry[0])}`);
    expect(observation.json.subject).toEqual({ reference: `Patient/${idIn(json.entry[1])}` });
  });

  it("is kept whole or not at all, and names the entry at fault", async () => {
    const { status, json } = await post([
      entry("POST", "Patient", jane),
      entry("POST", "Patient", { ...jane, birthDate: "soon" }),
    ]);
    expect([status, json.resourceType]).toEqual([422, "OperationOutcome"]);
    expect(json.issue[0].expression[0]).toContain("Bundle.entry[1]");
    expect(await count("Patient")).toBe(0);
  });

  it("deletes before it makes, and reads what it wrote", async () => {
    const old = (await fhir("POST", "Patient", { body: jane })).json.id;
    const { json } = await post([
      entry("GET", "Patient?identifier=urn:mrn|M-1"),
      entry("POST", "Patient", jane, { request: { ifNoneExist: "identifier=urn:mrn|M-2" } }),
      entry("DELETE", `Patient/${old}`),
    ]);
    expect(statuses(json)).toEqual(["200", "201", "204"]);
    expect(
      json.entry[0].resource.entry.map(({ resource }: { resource: { id: string } }) => resource.id),
    ).toEqual([idIn(json.entry[1])]);
  });

  it("finds what conditions mean: of references, creates, updates and deletes", async () => {
    const known = (await fhir("POST", "Patient", { body: jane })).json.id;
    const { status, json } = await post([
      entry("POST", "Patient", jane, {
        fullUrl: patientUrl,
        request: { ifNoneExist: "identifier=urn:mrn|M-1" },
      }),
      entry("POST", "Observation", { ...reading, subject: { reference: patientUrl } }),
      entry("POST", "Observation", { ...reading, subject: { reference: "Patient?identifier=urn:mrn|M-1" } }),
      entry("PUT", "Patient?identifier=urn:mrn|M-9", {
        ...jane,
        identifier: [{ system: "urn:mrn", value: "M-9" }],
      }),
      entry("DELETE", "Practitioner?identifier=nobody"),
    ]);
    expect([status, statuses(json)]).toEqual([200, ["200", "201", "201", "201", "204"]]);
    const found = await fhir("GET", `Observation?patient=${known}`);
    expect(found.json.total).toBe(2);
    const lost = await post([
      entry("POST", "Observation", { ...reading, subject: { reference: "Patient?identifier=none" } }),
    ]);
    expect(lost.status).toBe(422);
  });

  it("patches, and answers what was written where that is preferred", async () => {
    const id = (await fhir("POST", "Patient", { body: jane })).json.id;
    const data = Buffer.from(JSON.stringify([{ op: "add", path: "/active", value: true }])).toString(
      "base64",
    );
    const binary = { resourceType: "Binary", contentType: "application/json-patch+json", data };
    const { json } = await post([entry("PATCH", `Patient/${id}`, binary)], "transaction", {
      prefer: "return=representation",
    });
    expect(json.entry[0]).toMatchObject({
      response: { status: "200", etag: 'W/"2"' },
      resource: { active: true },
    });
  });

  it("refuses two writes of one resource, and what is no bundle", async () => {
    const id = (await fhir("POST", "Patient", { body: jane })).json.id;
    const twice = await post([
      entry("PUT", `Patient/${id}`, { ...jane, id }),
      entry("DELETE", `Patient/${id}`),
    ]);
    expect([twice.status, twice.json.resourceType]).toEqual([400, "OperationOutcome"]);
    expect((await fhir("POST", "", { body: jane })).status).toBe(400);
    expect((await post([{ request: { method: "FLY", url: "x" } }])).status).toBe(400);
  });
});

describe("a batch", () => {
  it("does each entry for itself", async () => {
    const { status, json } = await post(
      [
        entry("POST", "Patient", { ...jane, birthDate: "soon" }),
        entry("POST", "Patient", jane),
        entry("GET", "Patient/nobody"),
        entry("GET", "metadata"),
      ],
      "batch",
    );
    expect([status, json.type, statuses(json)]).toEqual([
      200,
      "batch-response",
      ["422", "201", "404", "200"],
    ]);
    expect(json.entry[0].response.outcome.resourceType).toBe("OperationOutcome");
    expect(await count("Patient")).toBe(1);
  });
});

describe("conditions on single resources", () => {
  it("create, update, patch and delete the one that is meant, and refuse where several are", async () => {
    const ifNoneExist = { "if-none-exist": "identifier=urn:mrn|M-1" };
    expect((await fhir("POST", "Patient", { body: jane, headers: ifNoneExist })).status).toBe(201);
    expect((await fhir("POST", "Patient", { body: jane, headers: ifNoneExist })).status).toBe(200);
    const updated = await fhir("PUT", "Patient?identifier=urn:mrn|M-1", { body: { ...jane, active: true } });
    expect([updated.status, updated.json.meta.versionId]).toEqual([200, "2"]);
    const patch = [{ op: "remove", path: "/active" }];
    const patched = await fhir("PATCH", "Patient?identifier=M-1", {
      body: patch,
      headers: { "content-type": "application/json-patch+json" },
    });
    expect([patched.status, patched.json.active]).toEqual([200, undefined]);
    await fhir("POST", "Patient", { body: jane });
    expect((await fhir("DELETE", "Patient?identifier=M-1")).status).toBe(412);
    expect((await fhir("POST", "Patient", { body: jane, headers: ifNoneExist })).status).toBe(412);
    expect((await fhir("DELETE", "Patient?identifier=nobody")).status).toBe(204);
    expect((await fhir("DELETE", "Patient?shoe=42")).status).toBe(400);
    expect((await fhir("DELETE", "Patient")).status).toBe(400);
  });
});

describe("clients that come at the same time", () => {
  it("create one resource by one condition", async () => {
    const headers = { "if-none-exist": "identifier=urn:mrn|M-1" };
    const asked = Array.from({ length: 8 }, () => fhir("POST", "Patient", { body: jane, headers }));
    const answers = (await Promise.all(asked)).map(({ status }) => status);
    expect(answers.toSorted()).toEqual([200, 200, 200, 200, 200, 200, 200, 201]);
    expect(await count("Patient")).toBe(1);
  });

  it("overwrite nothing that they have not read", async () => {
    const id = (await fhir("POST", "Patient", { body: jane })).json.id;
    const headers = { "if-match": 'W/"1"' };
    const asked = Array.from({ length: 8 }, () =>
      fhir("PUT", `Patient/${id}`, { body: { ...jane, id }, headers }),
    );
    const answers = (await Promise.all(asked)).map(({ status }) => status);
    expect(answers.toSorted()).toEqual([200, 412, 412, 412, 412, 412, 412, 412]);
  });

  it("write several resources in any order", async () => {
    const made = await post([entry("POST", "Patient", jane), entry("POST", "Patient", jane)]);
    const ids: string[] = made.json.entry.map(idIn);
    const updates = ids.map((id) => entry("PUT", `Patient/${id}`, { ...jane, id, active: true }));
    const asked = Array.from({ length: 8 }, (_each, n) => post(n % 2 ? updates : updates.toReversed()));
    expect((await Promise.all(asked)).map(({ status }) => status)).toEqual(Array(8).fill(200));
  });
});

describe("what is put is what is got", () => {
  interface Bundled {
    readonly fullUrl?: string;
    readonly resource: { readonly resourceType: string; readonly id?: string };
  }
  const types = new Set([
    "Patient",
    "Practitioner",
    "Observation",
    "Condition",
    "Medication",
    "MedicationRequest",
    "Appointment",
    "Encounter",
    "DiagnosticReport",
    "DocumentReference",
  ]);

  function bundled(name: string): Bundled[] {
    const text = readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), "utf8");
    const entries: Bundled[] = JSON.parse(text).entry;
    return entries.filter(({ resource }) => types.has(resource.resourceType));
  }

  const bare: Readonly<Record<string, object>> = {
    Condition: { subject: { display: "x" } },
    Encounter: { status: "unknown", class: { code: "AMB" } },
    Observation: { status: "unknown", code: { text: "x" } },
  };

  /** Bare resources for what the fixtures point at and do not hold. */
  function missing(entries: readonly Bundled[]): Bundled[] {
    const known = new Set(entries.map(({ resource }) => `${resource.resourceType}/${resource.id}`));
    const wanted = [...JSON.stringify(entries).matchAll(/"reference":"([A-Za-z]+)\/([^"]+)"/g)];
    return wanted
      .filter(([, type = "", id]) => types.has(type) && !known.has(`${type}/${id}`))
      .map(([, resourceType = "", id]) => ({
        resource: { resourceType, id, ...bare[resourceType] },
      }));
  }

  it("of whole US Core patients, in one transaction", async () => {
    const held = [...bundled("uscore-patient-85"), ...bundled("uscore-clinical-85")];
    const entries = [...held, ...missing(held)];
    const unique = [
      ...new Map(entries.map((one) => [`${one.resource.resourceType}/${one.resource.id}`, one])).values(),
    ];
    const { status, json } = await post(
      unique.map(({ resource }) => ({
        fullUrl: `http://example.org/fhir/${resource.resourceType}/${resource.id}`,
        resource,
        request: { method: "POST", url: resource.resourceType },
      })),
    );
    expect([status, json.issue]).toEqual([200, undefined]);
    const addresses = new Map(
      unique.map(({ resource }, at) => [
        `${resource.resourceType}/${resource.id}`,
        `${resource.resourceType}/${idIn(json.entry[at])}`,
      ]),
    );
    for (const [at, { resource }] of unique.entries()) {
      const read = (await fhir("GET", `${resource.resourceType}/${idIn(json.entry[at])}`)).json;
      const text = JSON.stringify({ ...resource, id: undefined, meta: undefined });
      const expected = JSON.parse(
        text.replace(/"reference":"([^"]+)"/g, (all, reference) => {
          const own = addresses.get(reference);
          return own ? `"reference":"${own}"` : all;
        }),
      );
      const { id: _id, meta: _meta, ...said } = read;
      expect(said).toEqual(expected);
    }
  });
});
