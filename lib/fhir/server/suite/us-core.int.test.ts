/** US Core 6.1: its examples come back as they were put, and are found by the searches that it demands of servers. */
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { servedFacade } from "../testing/served-facade";

const ask = servedFacade();

interface Resource extends Record<string, unknown> {
  readonly resourceType: string;
  readonly id: string;
}

function examples(name: string): Resource[] {
  const text = readFileSync(new URL(`../../fixtures/${name}.json`, import.meta.url), "utf8");
  return JSON.parse(text).entry.map(({ resource }: { resource: Resource }) => resource);
}

const core = "http://hl7.org/fhir/us/core/CodeSystem/us-core-category";
const observationCategory = "http://terminology.hl7.org/CodeSystem/observation-category";
/** An answer about a need of food, as US Core files it: under two systems of categories. */
const need: Resource = {
  resourceType: "Observation",
  id: "need",
  status: "final",
  category: [
    { coding: [{ system: observationCategory, code: "survey" }] },
    { coding: [{ system: core, code: "sdoh" }] },
  ],
  code: {
    coding: [
      { system: "urn:local", code: "FOOD" },
      { system: "http://loinc.org", code: "88122-7" },
    ],
  },
  subject: { reference: "Patient/example" },
  effectiveDateTime: "2021-05-07T10:00:00Z",
};

const [examplePatient, ...others] = examples("uscore-examples");
const clinical = examples("uscore-clinical-85");
const named = (type: string) => clinical.find(({ resourceType }) => resourceType === type);

/** In an order in which each points at what is there. */
const resources = [
  examplePatient,
  ...["Practitioner", "Medication", "Encounter"].map(named),
  ...others,
  need,
  ...["Condition", "DiagnosticReport", "DocumentReference", "MedicationRequest"].map(named),
].filter((resource) => resource !== undefined);

/** What each is called here, by type and id. */
const ids = new Map<string, string>();

/** `resource` about the patient of the examples, pointing at what is here; the rest stands elsewhere. */
function linked(resource: Resource): object {
  const text = JSON.stringify(resource).replaceAll("Patient/85", "Patient/example");
  return JSON.parse(
    text.replace(/"reference":"([^"]+)"/g, (_all, reference) => {
      const own = ids.get(reference);
      const address = own ? `${reference.split("/")[0]}/${own}` : `https://elsewhere.example/${reference}`;
      return `"reference":"${address}"`;
    }),
  );
}

beforeAll(async () => {
  for (const resource of resources) {
    const { resourceType, id } = resource;
    const body = linked(resource);
    const created = await ask("POST", resourceType, { body });
    expect([resourceType, created.status, created.json.issue]).toEqual([resourceType, 201, undefined]);
    ids.set(`${resourceType}/${id}`, created.json.id);
  }
});

it("has every element of the examples, must-support or not, created and updated", async () => {
  for (const resource of resources) {
    const { resourceType } = resource;
    const id = ids.get(`${resourceType}/${resource.id}`);
    const { meta, ...said } = Object(linked(resource));
    for (const version of ["1", "2"]) {
      const { json } = await ask("GET", `${resourceType}/${id}`);
      expect(json).toEqual({ ...said, id, meta: { ...meta, ...json.meta, versionId: version } });
      if (version === "1") await ask("PUT", `${resourceType}/${id}`, { body: { ...said, meta, id } });
    }
  }
});

describe("is found by", () => {
  const one = (type: string) => String(named(type)?.id);
  const condition = "condition-SDOH-example";
  const cases: readonly (readonly [string, string])[] = [
    ["Patient?_id={Patient/example}", "example"],
    ["Patient?identifier=http://hospital.smarthealthit.org|1032702", "example"],
    ["Patient?identifier=1032702", "example"],
    ["Patient?name=baxter", "example"],
    ["Patient?family=Shaw", "example"],
    ["Patient?given=amy", "example"],
    ["Patient?birthdate=1987-02-20&family=Baxter", "example"],
    ["Patient?birthdate=1987-02-20&name=amy", "example"],
    ["Practitioner?_id={Practitioner/*}", one("Practitioner")],
    ["Practitioner?name=torp", one("Practitioner")],
    ["Practitioner?identifier=http://hl7.org/fhir/sid/us-npi|9941339100", one("Practitioner")],
    [
      "Condition?patient={p}&category=http://terminology.hl7.org/CodeSystem/condition-category|problem-list-item",
      condition,
    ],
    [`Condition?patient={p}&category=${core}|sdoh`, condition],
    [
      "Condition?patient={p}&clinical-status=http://terminology.hl7.org/CodeSystem/condition-clinical|active",
      condition,
    ],
    ["Condition?patient={p}&code=http://snomed.info/sct|445281000124101", condition],
    ["Condition?patient={p}&recorded-date=ge2016-08-10&recorded-date=lt2016-08-12", condition],
    ["Condition?patient={p}&encounter={Encounter/*}", one("Condition")],
    ["Condition?patient={p}&onset-date=1940", one("Condition")],
    ["Condition?patient={p}&abatement-date=lt1942", one("Condition")],
    [
      "DiagnosticReport?patient={p}&category=http://loinc.org|LP29708-2&code=57133-1",
      one("DiagnosticReport"),
    ],
    ["DiagnosticReport?patient={p}&status=final", one("DiagnosticReport")],
    ["DiagnosticReport?patient={p}&date=gt1900", one("DiagnosticReport")],
    ["DocumentReference?patient={p}&category=clinical-note&date=gt1900", one("DocumentReference")],
    ["DocumentReference?patient={p}&type=http://loinc.org|11506-3", one("DocumentReference")],
    ["DocumentReference?patient={p}&status=superseded", one("DocumentReference")],
    ["DocumentReference?patient={p}&period=gt1900", one("DocumentReference")],
    ["Encounter?patient={p}&date=gt1900", one("Encounter")],
    ["Encounter?patient={p}&class=http://terminology.hl7.org/CodeSystem/v3-ActCode|AMB", one("Encounter")],
    ["Encounter?patient={p}&type=http://snomed.info/sct|185345009", one("Encounter")],
    ["Encounter?patient={p}&status=finished", one("Encounter")],
    ["MedicationRequest?patient={p}&intent=order,plan", one("MedicationRequest")],
    [
      "MedicationRequest?patient={p}&intent=order&status=active,stopped&authoredon=gt1900",
      one("MedicationRequest"),
    ],
    [`Observation?patient={p}&category=${observationCategory}|vital-signs`, "blood-pressure"],
    ["Observation?patient={p}&category=vital-signs&date=1999-07-02", "blood-pressure"],
    ["Observation?patient={p}&code=http://loinc.org|85354-9&status=final", "blood-pressure"],
    ["Observation?patient={p}&component-code=http://loinc.org|8480-6", "blood-pressure"],
    [`Observation?patient={p}&category=${core}|sdoh`, "need"],
    ["Observation?patient={p}&code=http://loinc.org|88122-7", "need"],
    ["Observation?patient={p}&code=urn:local|FOOD", "need"],
    ["Observation?patient={p}&category=survey&_lastUpdated=gt2020", "need"],
  ];

  /** `{p}` is the patient, `{Type/*}` the one of its type. */
  const filledIn = (query: string) =>
    query
      .replace("{p}", `Patient/${ids.get("Patient/example")}`)
      .replace(/\{(\w+)\/\*\}/, (_all, type) => ids.get(`${type}/${one(type)}`) ?? "")
      .replace(/\{([^}]+)\}/, (_all, name) => ids.get(name) ?? "");

  it.each(cases)("%s", async (query, id) => {
    const [type = "", parameters = ""] = filledIn(query).split("?");
    const form = { "content-type": "application/x-www-form-urlencoded" };
    const answers = [
      await ask("GET", `${type}?${parameters}`),
      await ask("GET", `${type}?${parameters.replace("=Patient/", "=")}`),
      await ask("POST", `${type}/_search`, {
        body: new URLSearchParams(parameters).toString(),
        headers: form,
      }),
    ];
    for (const { json } of answers) {
      expect(json.entry?.map(({ resource }: { resource: Resource }) => resource.id)).toEqual([
        ids.get(`${type}/${id}`),
      ]);
    }
  });
});
