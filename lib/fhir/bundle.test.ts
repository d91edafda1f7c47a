import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { createFHIRBundle, fhirResources, resourcesOfBundle, validateResource } from ".";

const patient = { resourceType: "Patient", id: "17", name: [{ family: "Doe" }] };
const observation = {
  resourceType: "Observation",
  status: "final",
  code: { text: "Height" },
  subject: { reference: "Patient/17" },
};

test.each(["transaction", "batch", "collection", "searchset"] as const)("makes a valid %s", (type) => {
  for (const options of [{}, { baseUrl: "https://fhir.example/R4" }]) {
    const bundle = createFHIRBundle([patient, observation], type, options);
    expect(validateResource(bundle)).toEqual([]);
    expect(resourcesOfBundle(bundle)).toMatchObject([patient, observation]);
  }
  expect(validateResource(createFHIRBundle([], type))).toEqual([]);
});

test("puts what has an id and creates what has none", () => {
  const { entry } = createFHIRBundle([patient, observation], "transaction");
  expect(entry).toMatchObject([
    { request: { method: "PUT", url: "Patient/17" } },
    { fullUrl: expect.stringMatching(/^urn:uuid:/), request: { method: "POST", url: "Observation" } },
  ]);
});

test("tells matches from what comes along, and how many there are", () => {
  const isIncluded = ({ resourceType }: { readonly resourceType?: unknown }) => resourceType === "Patient";
  const link = [{ relation: "next", url: "https://fhir.example/R4?page=2" }];
  expect(createFHIRBundle([observation, patient], "searchset", { total: 9, isIncluded, link })).toMatchObject(
    {
      total: 9,
      link,
      entry: [{ search: { mode: "match" } }, { search: { mode: "include" } }],
    },
  );
});

test("finds what entries mean by each other's addresses", () => {
  const uuid = "urn:uuid:0b4ef7a8-2b9c-4e57-a7d7-6f0f5b0d3a11";
  const bundle = {
    resourceType: "Bundle",
    type: "collection",
    entry: [
      { fullUrl: uuid, resource: { resourceType: "Patient" } },
      { fullUrl: "https://a.example/R4/Patient/17", resource: patient },
      {
        fullUrl: "https://a.example/R4/Observation/1",
        resource: {
          ...observation,
          performer: [{ reference: uuid }, { reference: "https://a.example/R4/Patient/17" }],
          focus: [{ reference: "https://b.example/R4/Patient/17" }, { reference: "#x" }],
        },
      },
    ],
  };
  const [first, , third] = resourcesOfBundle(bundle);
  expect(first?.id).toBe(uuid.slice("urn:uuid:".length));
  expect(third).toMatchObject({
    subject: { reference: "Patient/17" },
    performer: [{ reference: `Patient/${first?.id}` }, { reference: "Patient/17" }],
    focus: [{ reference: "https://b.example/R4/Patient/17" }, { reference: "#x" }],
  });
});

test("reads a real bundle whose entries know each other by UUIDs", () => {
  const file = new URL("./fixtures/uscore-patient-85.json", import.meta.url);
  const bundle = JSON.parse(readFileSync(file, "utf8"));
  bundle.entry[0].fullUrl = bundle.entry[1].resource.subject.reference;
  const [subject, ...others] = resourcesOfBundle(bundle);
  const records = others.map((resource) => fhirResources.observations.fromFhir(resource));
  expect(records).not.toEqual([]);
  for (const { references } of records) {
    expect(references.patientId).toEqual({ entity: "patients", remoteId: subject?.id });
  }
});

test("refuses what is no bundle", () => {
  expect(() => resourcesOfBundle(patient)).toThrow(expect.objectContaining({ code: "mapping_failed" }));
});
