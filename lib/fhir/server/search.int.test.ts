import { beforeAll, describe, expect, it } from "vitest";
import { makeCaller } from "@/lib/integrations/testing/routes";
import { environmentForTests } from "@/lib/platform/testing/hooks";
import { type Facade, facadeFor } from "./testing/facade";

environmentForTests();
let fhir: Facade;
/** Ids by the name that a test gives them. */
const ids = new Map<string, string>();

const nameOf = (id: string) => [...ids].find(([, known]) => known === id)?.[0] ?? id;

async function add(name: string, resource: Record<string, unknown>): Promise<void> {
  const { status, json } = await fhir("POST", String(resource.resourceType), { body: resource });
  expect([name, status]).toEqual([name, 201]);
  ids.set(name, json.id);
}

const to = (type: string, name: string) => ({ reference: `${type}/${ids.get(name)}` });
const loinc = (code: string, display?: string) => ({
  coding: [{ system: "http://loinc.org", code, display }],
});

interface Found {
  readonly resource: { readonly id: string };
  readonly search: { readonly mode: string };
}

/** The names of what a search finds, sorted; of one mode. */
async function find(address: string, mode = "match"): Promise<string[]> {
  const { status, json } = await fhir(
    "GET",
    address.replace(/\{(\w+)\}/g, (_all, name) => ids.get(name) ?? name),
  );
  expect([address, status, json.issue]).toEqual([address, 200, undefined]);
  const entries: Found[] = json.entry ?? [];
  return entries.filter(({ search }) => search.mode === mode).map(({ resource }) => nameOf(resource.id));
}

const sorted = async (address: string, mode?: string) => (await find(address, mode)).sort();

beforeAll(async () => {
  fhir = facadeFor(`Bearer ${(await makeCaller("integration")).key}`);
  await add("jane", {
    resourceType: "Patient",
    active: true,
    identifier: [{ system: "urn:mrn", value: "M-1" }],
    name: [{ family: "Müller-Smith", given: ["Jane", "Anna"] }],
    telecom: [
      { system: "phone", value: "+1 (555) 010-1234" },
      { system: "email", value: "jane@example.org" },
    ],
    address: [{ city: "Boston", postalCode: "02115" }],
    gender: "female",
    birthDate: "1980-05-15",
  });
  await add("joe", {
    resourceType: "Patient",
    identifier: [{ value: "M-1" }],
    name: [{ family: "O'Brien", given: ["Joe"] }],
    gender: "male",
    birthDate: "1980-05",
    deceasedDateTime: "2020-01-01",
  });
  await add("bare", { resourceType: "Patient", name: [{ text: "Nobody" }] });
  await add("doctor", {
    resourceType: "Practitioner",
    name: [{ family: "House" }],
    identifier: [{ system: "http://hl7.org/fhir/sid/us-npi", value: "1" }],
  });
  const observation = { resourceType: "Observation", status: "final" };
  await add("weight", {
    ...observation,
    category: [
      {
        coding: [
          { system: "http://terminology.hl7.org/CodeSystem/observation-category", code: "vital-signs" },
        ],
      },
    ],
    code: loinc("29463-7", "Body weight"),
    subject: to("Patient", "jane"),
    performer: [to("Practitioner", "doctor")],
    effectiveDateTime: "2020-03-01T10:00:00Z",
    valueQuantity: { value: 71.5, unit: "kg", system: "http://unitsofmeasure.org", code: "kg" },
  });
  await add("pressure", {
    ...observation,
    status: "amended",
    code: loinc("85354-9"),
    subject: to("Patient", "jane"),
    effectiveDateTime: "2021-03-01",
    component: [
      { code: loinc("8480-6"), valueQuantity: { value: 120, unit: "mmHg" } },
      { code: loinc("8462-4"), valueQuantity: { value: 80, unit: "mmHg" } },
    ],
  });
  await add("finding", {
    ...observation,
    code: loinc("X"),
    subject: to("Patient", "joe"),
    valueString: "Clear",
  });
  await add("visit", {
    resourceType: "Encounter",
    status: "finished",
    class: { system: "http://terminology.hl7.org/CodeSystem/v3-ActCode", code: "AMB" },
    subject: to("Patient", "jane"),
    period: { start: "2020-03-01T09:00:00Z", end: "2020-03-01T11:00:00Z" },
  });
  await add("report", {
    resourceType: "DiagnosticReport",
    status: "final",
    code: loinc("58410-2"),
    subject: to("Patient", "jane"),
    result: [to("Observation", "weight"), to("Observation", "pressure")],
  });
});

describe("a search", () => {
  const cases: [string, string[]][] = [
    // token
    ["Patient?identifier=urn:mrn|M-1", ["jane"]],
    ["Patient?identifier=M-1", ["jane", "joe"]],
    ["Patient?identifier=|M-1", ["joe"]],
    ["Patient?identifier=urn:mrn|", ["jane"]],
    ["Patient?identifier=urn:other|M-1", []],
    ["Patient?gender=female", ["jane"]],
    ["Patient?gender=female,male", ["jane", "joe"]],
    ["Patient?gender:not=female", ["bare", "joe"]],
    ["Patient?gender=http://hl7.org/fhir/administrative-gender|female", ["jane"]],
    ["Patient?gender=urn:other|female", []],
    ["Patient?gender:missing=true", ["bare"]],
    ["Patient?active=true", ["jane"]],
    ["Patient?deceased=true", ["joe"]],
    ["Patient?deceased=false", ["bare", "jane"]],
    ["Patient?phone=15550101234", ["jane"]],
    ["Patient?email=JANE@example.org", ["jane"]],
    ["Observation?code=http://loinc.org|29463-7", ["weight"]],
    ["Observation?code=8480-6", []],
    ["Observation?component-code=8480-6", ["pressure"]],
    ["Observation?combo-code=8480-6,29463-7", ["pressure", "weight"]],
    ["Observation?code:text=body", ["weight"]],
    ["Observation?status=final,amended&code=85354-9", ["pressure"]],
    ["Observation?category=vital-signs", ["weight"]],
    ["Encounter?class=http://terminology.hl7.org/CodeSystem/v3-ActCode|AMB", ["visit"]],
    // string
    ["Patient?name=jan", ["jane"]],
    ["Patient?family=muller", ["jane"]],
    ["Patient?family=smith", []],
    ["Patient?family:contains=smith", ["jane"]],
    ["Patient?family:exact=Müller-Smith", ["jane"]],
    ["Patient?family:exact=müller-smith", []],
    ["Patient?family=o'b", ["joe"]],
    ["Patient?family=o%27b,muller", ["jane", "joe"]],
    ["Patient?name=nobo", ["bare"]],
    ["Patient?given=anna", ["jane"]],
    ["Patient?address=bos", ["jane"]],
    ["Patient?address-postalcode=021", ["jane"]],
    ["Observation?value-string=clear", ["finding"]],
    // date
    ["Patient?birthdate=1980-05-15", ["jane"]],
    ["Patient?birthdate=1980-05", ["jane", "joe"]],
    ["Patient?birthdate=ge1980-05-15", ["jane", "joe"]],
    ["Patient?birthdate=gt1980-05-15", ["joe"]],
    ["Patient?birthdate=lt1980-05-15", ["joe"]],
    ["Patient?birthdate=ne1980-05-15", ["joe"]],
    ["Patient?birthdate=sa1979&birthdate=eb1981", ["jane", "joe"]],
    ["Patient?birthdate=ap1981", ["jane", "joe"]],
    ["Patient?death-date=2020-01-01", ["joe"]],
    ["Patient?birthdate:missing=true", ["bare"]],
    ["Observation?date=2020-03-01", ["weight"]],
    ["Observation?date=ge2020-03-01T12:00:00%2B02:00&date=lt2021", ["weight"]],
    ["Encounter?date=2020-03-01", ["visit"]],
    ["Encounter?date=gt2020-03-01T10:00:00Z", ["visit"]],
    ["Encounter?date=sa2020-03-01T10:00:00Z", []],
    // quantity
    ["Observation?value-quantity=71.5", ["weight"]],
    ["Observation?value-quantity=72", ["weight"]],
    ["Observation?value-quantity=71", []],
    ["Observation?value-quantity=gt70|http://unitsofmeasure.org|kg", ["weight"]],
    ["Observation?value-quantity=gt70||g", []],
    ["Observation?value-quantity=lt71.5", []],
    ["Observation?value-quantity=ap70", ["weight"]],
    ["Observation?component-value-quantity=ge120||mmHg", ["pressure"]],
    ["Observation?combo-value-quantity=gt70", ["pressure", "weight"]],
    // reference
    ["Observation?patient={jane}", ["pressure", "weight"]],
    ["Observation?subject=Patient/{joe}", ["finding"]],
    ["Observation?subject:Patient={joe},{jane}", ["finding", "pressure", "weight"]],
    ["Observation?subject=http://localhost:3000/api/fhir/R4/Patient/{joe}", ["finding"]],
    ["Observation?subject=Practitioner/{joe}", []],
    ["Observation?patient=nobody", []],
    ["Observation?performer={doctor}", ["weight"]],
    ["DiagnosticReport?result={weight}", ["report"]],
    // chains
    ["Observation?patient.name=jane&status=final", ["weight"]],
    ["Observation?subject:Patient.identifier=urn:mrn|M-1", ["pressure", "weight"]],
    ["DiagnosticReport?result.code=29463-7", ["report"]],
    ["DiagnosticReport?result.patient.family=muller", ["report"]],
    ["Patient?_has:Observation:patient:code=29463-7", ["jane"]],
    ["Patient?_has:Observation:patient:code=none", []],
    // all resources
    ["Patient?_id={jane},{bare}", ["bare", "jane"]],
    ["Patient?_id=nobody", []],
    ["Patient?_lastUpdated=gt2000", ["bare", "jane", "joe"]],
    ["Patient?_lastUpdated=lt2000", []],
    ["Patient?shoe=42&_id={jane}", ["jane"]],
  ];
  it.each(cases)("%s", async (address, names) => expect(await sorted(address)).toEqual(names));

  it("sorts by several keys, both ways, and what has none comes last", async () => {
    expect(await find("Patient?_sort=birthdate")).toEqual(["joe", "jane", "bare"]);
    expect(await find("Patient?_sort=-birthdate")).toEqual(["jane", "joe", "bare"]);
    expect(await find("Patient?_sort=family")).toEqual(["jane", "joe", "bare"]);
    expect(await find("Observation?_sort=-status,date&patient={jane}")).toEqual(["weight", "pressure"]);
    expect(await find("Patient?_sort=_lastUpdated")).toEqual(["jane", "joe", "bare"]);
  });

  it("includes what matches point at, and what points at them", async () => {
    expect(await sorted("Observation?code=29463-7&_include=Observation:patient", "include")).toEqual([
      "jane",
    ]);
    expect(await sorted("Observation?code=29463-7&_include=*:*", "include").catch(() => "refused")).toBe(
      "refused",
    );
    expect(await sorted("Observation?code=29463-7&_include=Observation:*", "include")).toEqual([
      "doctor",
      "jane",
    ]);
    expect(await sorted("Patient?_id={jane}&_revinclude=Observation:subject", "include")).toEqual([
      "pressure",
      "weight",
    ]);
    const iterated =
      "DiagnosticReport?_include=DiagnosticReport:result&_include:iterate=Observation:performer";
    expect(await sorted(iterated, "include")).toEqual(["doctor", "pressure", "weight"]);
  });

  it("counts, and shows parts", async () => {
    const counted = await fhir("GET", "Patient?_summary=count");
    expect(counted.json).toMatchObject({ type: "searchset", total: 3 });
    expect(counted.json.entry).toBeUndefined();
    const [{ resource }] = (await fhir("GET", `Patient?_id=${ids.get("jane")}&_elements=gender`)).json.entry;
    expect(Object.keys(resource).sort()).toEqual(["gender", "id", "meta", "resourceType"]);
    expect(resource.meta.tag).toMatchObject([{ code: "SUBSETTED" }]);
    const summary = (await fhir("GET", `Encounter?_id=${ids.get("visit")}&_summary=true`)).json.entry[0]
      .resource;
    expect(Object.keys(summary)).toContain("class");
    expect(Object.keys(summary)).not.toContain("period");
  });

  it("tells which parameters it did not know", async () => {
    const { json } = await fhir("GET", "Patient?shoe=42");
    expect(json.entry.at(-1)).toMatchObject({
      search: { mode: "outcome" },
      resource: { issue: [{ severity: "warning", diagnostics: expect.stringContaining("shoe") }] },
    });
    expect(json.link[0].url).toBe("http://localhost:3000/api/fhir/R4/Patient");
  });

  it("is taken as a form too, whose words stand in no address", async () => {
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const { status, json } = await fhir("POST", "Patient/_search?gender=female", {
      body: "name=Jane&_count=1",
      headers,
    });
    expect(status).toBe(200);
    expect(json.entry.map(({ resource }: Found) => nameOf(resource.id))).toEqual(["jane"]);
    expect(JSON.stringify(json.link).toLowerCase()).not.toContain("jane");
  });
});
