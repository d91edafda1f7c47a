import { readFileSync } from "node:fs";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { makeCaller } from "@/lib/integrations/testing/routes";
import { environmentForTests } from "@/lib/platform/testing/hooks";
import { recordEntities } from "@/lib/records";
import { typeOf } from "./resource-types";
import { searchParameters } from "./search-parameters";
import { type Facade, facadeFor } from "./testing/facade";

environmentForTests();
let fhir: Facade;
beforeAll(async () => {
  fhir = facadeFor(`Bearer ${(await makeCaller("integration")).key}`);
});

const oddValues = [
  "\0",
  "a\0b",
  ",",
  "\\",
  "|",
  "||",
  "a|b|c|d",
  "'; drop table x; --",
  "%",
  "_",
  "𝕏",
  "e\u0301",
  "-",
  "eq",
  "ge",
  "gt0001",
  "lt9999-12-31",
  "ap0001",
  "ap9999",
  "2020-13-01",
  "1e999",
  "-1e-999",
  "1e",
  "NaN",
  "Infinity",
  "true",
  "false",
  "$",
  "{}",
  "[]",
  "a".repeat(5_000),
  "Patient/",
  "Patient/x/y/z",
  "http://",
  "urn:uuid:",
  "00000000-0000-0000-0000-000000000000",
];
const modifiers = [
  "",
  ":exact",
  ":contains",
  ":not",
  ":missing",
  ":text",
  ":Patient",
  ".name",
  ".patient.name",
  ":identifier",
];

describe("whatever is asked", () => {
  it.each(recordEntities)("a search of %s is answered or refused", async (entity) => {
    for (const name of [
      ...Object.keys(searchParameters[entity]),
      "_id",
      "_lastUpdated",
      "_sort",
      "_count",
      "_include",
      "_has:Observation:patient:code",
    ]) {
      for (const modifier of modifiers) {
        const [value = ""] = fc.sample(fc.constantFrom(...oddValues), 1);
        const query = new URLSearchParams([[name + modifier, value]]);
        const { status } = await fhir("GET", `${typeOf(entity)}?${query}`);
        expect([query.toString(), [200, 400].includes(status), status]).toEqual([
          query.toString(),
          true,
          status,
        ]);
      }
    }
  });

  it("an address is answered or refused", async () => {
    for (const address of [
      "%",
      "Patient/%ff",
      "Patient/a/b/c/d/e",
      "_history/1",
      "Patient/_history/1",
      "$export/x",
      "Patient/$everything",
      "?x=1",
    ]) {
      for (const method of ["GET", "POST", "PUT", "DELETE"]) {
        const { status } = await fhir(
          method,
          address,
          method === "GET" || method === "DELETE" ? {} : { body: {} },
        );
        expect([method, address, status < 500]).toEqual([method, address, true]);
      }
    }
  });
});

/** `json` with one place in it changed into something else. */
function mutated(json: unknown): fc.Arbitrary<unknown> {
  const odd = fc.oneof(
    fc.constantFrom<unknown>(
      null,
      "",
      "\0",
      "\ud800",
      -1,
      1e308,
      true,
      [],
      {},
      [[]],
      [null],
      { reference: "Patient/1" },
      { reference: 5 },
    ),
    fc.json({ maxDepth: 2 }).map((text): unknown => JSON.parse(text)),
  );
  if (Array.isArray(json) && json.length > 0) {
    return fc.oneof(
      { weight: 1, arbitrary: odd },
      {
        weight: 4,
        arbitrary: fc.nat(json.length - 1).chain((at) => mutated(json[at]).map((one) => json.with(at, one))),
      },
    );
  }
  if (typeof json === "object" && json !== null && Object.keys(json).length > 0) {
    const keys = Object.keys(json).filter((key) => key !== "resourceType");
    if (keys.length === 0) return odd;
    return fc.oneof(
      { weight: 1, arbitrary: odd },
      {
        weight: 6,
        arbitrary: fc
          .constantFrom(...keys)
          .chain((key) => mutated(Reflect.get(json, key)).map((one) => ({ ...json, [key]: one }))),
      },
    );
  }
  return odd;
}

it("a resource is kept as it came, or refused", async () => {
  const bundles = ["uscore-patient-85", "uscore-clinical-85"].map((name) =>
    JSON.parse(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), "utf8")),
  );
  const types = new Set(recordEntities.map(typeOf));
  const resources: { resourceType: string }[] = bundles
    .flatMap(({ entry }) => entry.map(({ resource }: { resource: { resourceType: string } }) => resource))
    .filter(({ resourceType }) => types.has(resourceType));
  const one = fc
    .constantFrom(...resources)
    .chain((resource) => mutated(resource).map((body) => ({ type: resource.resourceType, body })));
  await fc.assert(
    fc.asyncProperty(one, async ({ type, body }) => {
      const { status, json } = await fhir("POST", type, { body });
      expect([201, 400, 422]).toContain(status);
      if (status !== 201) return;
      const read = await fhir("GET", `${type}/${json.id}`);
      expect([read.status, read.json]).toEqual([200, json]);
    }),
    { numRuns: 150 },
  );
});

it("a resource nested without end is refused", async () => {
  const body = `{"resourceType":"Patient","extension":${'[{"extension":'.repeat(5_000)}[]${"}]".repeat(5_000)}}`;
  expect((await fhir("POST", "Patient", { body })).status).toBe(422);
});
