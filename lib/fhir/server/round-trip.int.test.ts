import { readFileSync } from "node:fs";
import { beforeAll, expect, it } from "vitest";
import { makeCaller } from "@/lib/integrations/testing/routes";
import { environmentForTests } from "@/lib/platform/testing/hooks";
import { resourceTypes } from "./resource-types";
import { type Facade, facadeFor } from "./testing/facade";

environmentForTests();
let fhir: Facade;
beforeAll(async () => {
  fhir = facadeFor(`Bearer ${(await makeCaller("integration")).key}`);
});

interface Resource extends Record<string, unknown> {
  readonly resourceType: string;
}

function fixture(name: string): { entry: { resource: Resource }[] } {
  return JSON.parse(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), "utf8"));
}

const samples: Resource[] = [
  ...["uscore-patient-85", "uscore-clinical-85"].flatMap((name) =>
    fixture(name).entry.map(({ resource }) => resource),
  ),
  {
    resourceType: "Appointment",
    status: "proposed",
    supportingInformation: [{ reference: "DocumentReference/old" }],
    participant: [
      { actor: { reference: "Location/1", display: "Room 1" }, required: "required", status: "accepted" },
    ],
  },
];

/** Elsewhere, so that it need not be here. */
function withForeignReferences(resource: Resource): Resource {
  const text = JSON.stringify(resource);
  return JSON.parse(text.replace(/"reference":"([A-Z])/g, '"reference":"https://elsewhere.example/fhir/$1'));
}

/** What no field of ours says, wherever FHIR allows it. */
const unknownParts = {
  extension: [{ url: "urn:x", extension: [{ url: "y", valueDecimal: 1.5 }] }],
  contained: [{ resourceType: "Basic", id: "b1", code: { text: "kept" } }],
  text: {
    status: "additional",
    div: '<div xmlns="http://www.w3.org/1999/xhtml">kept, about <b>#b1</b></div>',
  },
  language: "en",
  _language: { extension: [{ url: "urn:z", valueString: "why" }] },
  modifierExtension: [{ url: "urn:m", valueReference: { reference: "#b1" } }],
};

/** Without what the server says of it. */
function said({ meta, ...rest }: Resource): object {
  const { versionId: _version, lastUpdated: _updated, ...own } = Object(meta);
  return { ...rest, meta: own };
}

it.each(resourceTypes)("%s is got as it was put, created or updated", async (type) => {
  const own = samples.filter(({ resourceType }) => resourceType === type).map(withForeignReferences);
  const [sample] = own;
  if (!sample) throw new Error(`There is no sample of ${type}`);
  const { id: _id, text: _text, language: _language, contained: _contained, ...plain } = sample;
  const first = { ...plain, ...unknownParts, meta: { profile: ["urn:profile"], tag: [{ code: "kept" }] } };
  const created = await fhir("POST", type, { body: first });
  expect([created.status, created.json.issue]).toEqual([201, undefined]);
  const { id } = created.json;
  expect(said((await fhir("GET", `${type}/${id}`)).json)).toEqual({ ...first, id });
  for (const second of own) {
    const updated = await fhir("PUT", `${type}/${id}`, { body: { ...second, id } });
    expect([updated.status, updated.json.issue]).toEqual([200, undefined]);
    expect(said((await fhir("GET", `${type}/${id}`)).json)).toEqual(said({ meta: {}, ...second, id }));
  }
});
