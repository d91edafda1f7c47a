/** Searches of which more records are candidates than are collected by id. */
import { beforeAll, expect, it } from "vitest";
import { makeCaller } from "@/lib/integrations/testing/routes";
import { withOrganization } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { environmentForTests } from "@/lib/platform/testing/hooks";
import { insertRecords, type RecordEntity, schemaOf } from "@/lib/records";
import { type Facade, facadeFor } from "./testing/facade";

environmentForTests();
let fhir: Facade;
const many = 2_200;

beforeAll(async () => {
  const { key, organizationId } = await makeCaller("integration");
  fhir = facadeFor(`Bearer ${key}`);
  const insert = (entity: RecordEntity, dataOf: (n: number) => object) => {
    const rows = Array.from({ length: many }, (_each, n) => ({
      id: newId(),
      data: schemaOf[entity].parse(dataOf(n)),
    }));
    const by = { kind: "system", id: "test", name: "Test" } as const;
    const context = { organizationId, entity, changedBy: by, at: new Date() };
    return withOrganization({ organizationId }, (tx) => insertRecords(tx, context, rows));
  };
  await insert("observations", (n) => ({
    status: n % 2 ? "final" : "amended",
    code: { system: "http://loinc.org", code: "8302-2", display: "Height" },
    effectiveAt: `20${10 + (n % 20)}-06-01`,
    value: n,
  }));
  await insert("patients", (n) => ({ names: [{ family: `Family${n}` }], gender: n % 2 ? "female" : "male" }));
});

interface Page {
  readonly total?: number;
  readonly entry?: object[];
  readonly link: { readonly relation: string; readonly url: string }[];
}

/** How many entries a search has, page by page. */
async function countAll(address: string): Promise<number> {
  let counted = 0;
  for (let url: string | undefined = address; url; ) {
    const { status, json }: { status: number; json: Page } = await fhir("GET", url);
    expect(status).toBe(200);
    counted += json.entry?.length ?? 0;
    url = json.link.find(({ relation }) => relation === "next")?.url;
  }
  return counted;
}

it.each([
  ["Observation?code=http://loinc.org|8302-2&date=2010", 110],
  ["Observation?status=final,amended&date=ge2029", 110],
  ["Observation?date=ge2000&value-quantity=lt30", 30],
  ["Observation?code=8302-2&code:text=hei&value-quantity=gt2190", 9],
  ["Observation?code=8302-2&status:not=final&date=2010", 110],
  ["Patient?gender=female&family=family219", 6],
  ["Patient?name=family&gender=male&family:exact=Family8", 1],
  ["Patient?family=family21&_sort=-family", 111],
])("%s finds %i", async (address, total) => {
  expect(await countAll(`${address}&_count=50`)).toBe(total);
  expect((await fhir("GET", `${address}&_count=1&_total=accurate`)).json.total).toBe(total);
});

it("counts them only when it is asked to", async () => {
  const { json } = await fhir("GET", "Observation?code=8302-2&_count=2");
  expect([json.total, json.entry.length]).toEqual([undefined, 2]);
  expect((await fhir("GET", "Observation?code=8302-2&_summary=count")).json.total).toBe(many);
});

it("leads over no more resources than it may", async () => {
  const { status, json } = await fhir("GET", "Observation?patient.gender=male");
  expect([status, json.issue[0].code]).toEqual([400, "too-costly"]);
});
