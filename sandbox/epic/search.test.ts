import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { type EpicClient, startEpic } from "@/sandbox/testing/epic-client";
import { codesIn, fhirOf, idOf, matchesIn, nextOf } from "@/sandbox/testing/fhir-answers";

const camila = "erXuFYUfucBZaryVksYEcMg3";
let client: EpicClient;
beforeAll(async () => {
  client = await startEpic({ pageSessionSeconds: 60 });
});
afterAll(() => client.close());

async function searched(path: string) {
  const answer = await client.get(path);
  return { status: answer.status, ...(await fhirOf(answer)) };
}

async function idsOf(path: string): Promise<(string | undefined)[]> {
  return matchesIn(await searched(path)).map(({ id }) => id);
}

describe("finds a patient by", () => {
  test.each([
    ["_id", `_id=${camila}`],
    ["identifier type and value", "identifier=MRN|203713"],
    ["identifier system and value", "identifier=urn:oid:1.2.840.114350.1.13.0.1.7.5.737384.14|203713"],
    ["names and birth date, whatever their case", "family=LOPEZ&given=camila&birthdate=1987-09-12"],
    ["names, sex and phone", "family=Lopez&given=Camila&gender=female&phone=(469) 555-0155"],
  ])("%s", async (_, query) => {
    expect(await idsOf(`Patient?${query}`)).toEqual([camila]);
  });

  test("the numbers of a generated record", async () => {
    const [found] = matchesIn(await searched("Patient?identifier=MRN|300007"));
    expect(found).toMatchObject({ resourceType: "Patient" });
  });

  test("a POST to _search whose query string is ignored", async () => {
    const answer = await client.call("POST", "Patient/_search?family=nobody", {
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: "identifier=MRN|203713",
    });
    expect(matchesIn(await fhirOf(answer)).map(({ id }) => id)).toEqual([camila]);
  });
});

describe("finds no patient, without refusing, by", () => {
  test.each([
    "birthdate=1987-09-12",
    "family=Lopez&given=Camila",
    "family=Lopez&birthdate=1987-09-12",
    "family=Lopez&given=Camila&birthdate=1987-09-13",
    "identifier=MRN|nobody",
  ])("%s", async (query) => {
    const answer = await searched(`Patient?${query}`);
    expect(answer).toMatchObject({ status: 200, total: 0 });
    expect(answer.entry?.map(({ search }) => search.mode)).toEqual(["outcome"]);
    expect(codesIn(answer)).toEqual(["4101"]);
  });
});

describe("refuses", () => {
  test.each([
    ["an unfiltered Patient search", "Patient", ["59100", "59159"]],
    ["a Patient search by what says nothing", "Patient?_count=10", ["59100", "59159"]],
    ["a range of birth dates", "Patient?family=Lopez&given=C&birthdate=ge1980-01-01", ["59111", "59159"]],
    ["Observations without a patient", "Observation?category=laboratory", ["59108"]],
    ["Observations without category or code", `Observation?patient=${camila}`, ["59108"]],
    ["Observations of an unknown category", `Observation?patient=${camila}&category=labresults`, ["59111"]],
    ["a patient nobody is", "Observation?patient=foo&category=laboratory", ["4100"]],
    ["two different patients", `Condition?patient=${camila}&subject=eq081-VQEgP8drUUqCWzHfw3`, ["4112"]],
    ["a chart search without a patient", "Condition?category=problem-list-item", ["4111"]],
    ["a chart search without anything", "Encounter", ["4110"]],
    ["a date prefix it does not know", `Encounter?patient=${camila}&date=sa2020`, ["4115"]],
    ["a count that is no number", `Encounter?patient=${camila}&_count=many`, ["4115"]],
    ["a practitioner's given name alone", "Practitioner?given=Melvin", ["4111"]],
    ["a city without its state", "Practitioner?family=Torp&address-city=Boston", ["4112"]],
  ])("%s", async (_, path, codes) => {
    const answer = await searched(path);
    expect([answer.status, codesIn(answer)]).toEqual([400, codes]);
  });

  test("a Patient search with more than 100 matches", async () => {
    const twin = {
      resourceType: "Patient",
      name: [{ family: "Many", given: ["Ann"] }],
      birthDate: "1990-01-01",
    };
    for (let i = 0; i < 101; i++) await client.backstage("POST", "/_data/epic/Patient", twin);
    const answer = await searched("Patient?family=Many&given=Ann&birthdate=1990-01-01");
    expect([answer.status, codesIn(answer)]).toEqual([400, ["4127", "59133"]]);
  });
});

test("ignores a parameter it does not know and says so in an entry of its own", async () => {
  const answer = await searched(`Observation?patient=${camila}&category=laboratory&_lastUpdated=gt2020`);
  expect(answer.status).toBe(200);
  expect(matchesIn(answer)).toHaveLength(5);
  expect(codesIn(answer)).toEqual(["4122"]);
});

test("finds Observations by code, and a practitioner by family name", async () => {
  expect(await idsOf(`Observation?patient=Patient/${camila}&code=http://loinc.org|4548-4`)).toHaveLength(5);
  expect(await idsOf(`Observation?subject=${camila}&code=8867-4`)).toHaveLength(0);
  expect(await idsOf("Practitioner?family=Torp761")).toHaveLength(1);
});

test("ignores everything beside _id", async () => {
  const [id] = await idsOf(`Observation?patient=${camila}&category=laboratory`);
  expect(await idsOf(`Observation?_id=${id}&category=vital-signs`)).toEqual([id]);
});

describe("pages by session", () => {
  test("through opaque links that lead to the end without gap or repeat", async () => {
    const all = await idsOf(`Observation?patient=${camila}&category=laboratory`);
    const pages = await client.pages(`Observation?patient=${camila}&category=laboratory&_count=2`);
    for (const { page } of pages) expect(page.total).toBe(matchesIn(page).length);
    for (const { link } of pages.slice(1)) expect(link).toMatch(/\/Observation\?sessionID=16-[0-9A-F]{32}$/);
    expect(pages.flatMap(({ page }) => matchesIn(page)).map(({ id }) => id)).toEqual(all);
    expect(all).toHaveLength(5);
  });

  test("answering the same page to the same link again", async () => {
    const next = nextOf(await searched(`Observation?patient=${camila}&category=laboratory&_count=2`)) ?? "";
    expect(await idsOf(next)).toEqual(await idsOf(next));
  });

  test("filtering after picking: pages come back short or empty and still lead on", async () => {
    const first = await searched(`Observation?patient=${camila}&category=laboratory&date=ge2024-06&_count=2`);
    expect(first).toMatchObject({ total: 0, entry: [] });
    const second = await searched(nextOf(first) ?? "");
    const third = await searched(nextOf(second) ?? "");
    expect([...matchesIn(second), ...matchesIn(third)]).toHaveLength(1);
    expect(nextOf(third)).toBeUndefined();
  });

  test("until the session expires", async () => {
    const next = nextOf(await searched(`Observation?patient=${camila}&category=laboratory&_count=2`)) ?? "";
    client.clock.nowMs += 60_000;
    const answer = await searched(next);
    expect([answer.status, codesIn(answer)]).toEqual([400, ["4113"]]);
  });
});

test.each([
  "Appointment",
  "Condition",
  "DiagnosticReport",
  "DocumentReference",
  "Encounter",
  "MedicationRequest",
])("finds the generated %s records of a patient, and nobody else's", async (type) => {
  const [request] = z
    .object({ items: z.array(z.object({ subject: z.object({ reference: z.string() }) })) })
    .parse(await (await client.backstage("GET", "/_data/epic/MedicationRequest?limit=1")).json()).items;
  const patient = request?.subject.reference ?? "";
  const records = matchesIn(await searched(`${type}?patient=${patient}`));
  expect(records.length).toBeGreaterThan(0);
  for (const record of records) expect(JSON.stringify(record)).toContain(`"${patient}"`);
});

test("counts without listing when asked to", async () => {
  const answer = await searched(`Observation?patient=${camila}&category=laboratory&_summary=count`);
  expect(answer).toMatchObject({ total: 5 });
  expect(answer.entry).toBeUndefined();
});

test("finds at once what its own users add, and no longer what they delete", async () => {
  const id = await idOf(
    await client.backstage("POST", "/_data/epic/Observation", {
      resourceType: "Observation",
      status: "final",
      category: [{ coding: [{ code: "survey" }] }],
      code: { text: "Added" },
      subject: { reference: `Patient/${camila}` },
    }),
  );
  expect(await idsOf(`Observation?patient=${camila}&category=survey`)).toEqual([id]);
  await client.backstage("DELETE", `/_data/epic/Observation/${id}`);
  expect(await idsOf(`Observation?patient=${camila}&category=survey`)).toEqual([]);
});
