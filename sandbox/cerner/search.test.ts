import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { type CernerClient, startCerner } from "@/sandbox/testing/cerner-client";
import { matchesIn } from "@/sandbox/testing/fhir-answers";

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
let client: CernerClient;
let patientId = "";
beforeAll(async () => {
  client = await startCerner({ pageSessionSeconds: 60 });
  patientId = (await client.held("Patient"))[1]?.id ?? "";
});
afterAll(() => client.close());

describe("refuses with 400", () => {
  test.each([
    ["a Patient search by sex alone", "Patient?gender=female"],
    ["an unknown parameter", "Patient?family=Smith&favourite=blue"],
    ["_lastUpdated of patients", "Patient?family=Smith&_lastUpdated=gt2020-01-01"],
    ["two names", "Patient?family=Smith&family=Jones"],
    ["a list of birth dates", "Patient?birthdate=1980-01-01,1981-01-01"],
    ["a birth date with a time", "Patient?birthdate=1980-01-01T00:00:00Z"],
    ["_id beside another parameter", "Patient?_id=12000000&family=Smith"],
    ["a practitioner's given name alone", "Practitioner?given=Ann"],
    ["a practitioner's name of one letter", "Practitioner?name=A"],
    ["Observations without a patient", "Observation?category=laboratory"],
    ["date and _lastUpdated together", "Observation?patient=1&date=ge2020-01-01&_lastUpdated=ge2020-01-01"],
    ["appointments of a patient without a date", "Appointment?patient=1"],
    ["appointments by date alone", "Appointment?date=ge2026-01-01T00:00:00Z"],
    ["appointments by day without time", "Appointment?patient=1&date=ge2026-01-01"],
    ["appointments of a patient at a place", "Appointment?patient=1&location=2&date=ge2026-01-01T00:00:00Z"],
    ["an encounter's status without a patient", "Encounter?_id=1&status=finished"],
    ["requests changed since a day without time", "MedicationRequest?patient=1&_lastUpdated=ge2024-01-01"],
    ["a count that is no number", "Condition?patient=1&_count=all"],
  ])("%s", async (_, path) => {
    const answer = await client.get(path);
    expect([answer.status, await answer.json()]).toMatchObject([400, { resourceType: "OperationOutcome" }]);
  });
});

test("refuses with 422 a search that more than 1,000 patients match", async () => {
  const crowd = await startCerner({ patients: 1_200 });
  expect((await crowd.get("Patient?birthdate=ge1900-01-01")).status).toBe(422);
  expect((await crowd.get("Patient?birthdate=ge1950-01-01&birthdate=le1955-01-01")).status).toBe(200);
  await crowd.close();
});

test("finds a patient by identifier, name and birth date", async () => {
  const patient = z
    .object({
      identifier: z.array(z.object({ value: z.string() })),
      name: z.array(z.object({ family: z.string() })),
      birthDate: z.string(),
    })
    .parse(await (await client.get(`Patient/${patientId}`)).json());
  for (const query of [
    `identifier=${patient.identifier[0]?.value}`,
    `family=${patient.name[0]?.family}`,
    `birthdate=${patient.birthDate}`,
  ]) {
    expect((await client.found(`Patient?${query}`)).map(({ id }) => id)).toContain(patientId);
  }
});

describe("finds in a chart", () => {
  test.each([
    ["Observation", /^(L|VS)-\d+$/],
    ["Condition", /^p\d+$/],
    ["MedicationRequest", /^\d+$/],
    ["Encounter", /^\d+$/],
    ["DiagnosticReport", /^\d+$/],
    ["DocumentReference", /^\d+$/],
  ])("%s records, with ids and versions of their own", async (type, form) => {
    const records = await client.found(`${type}?patient=${patientId}`);
    expect(records.length).toBeGreaterThan(0);
    for (const { id, meta } of records) {
      expect(id).toMatch(form);
      expect(meta).toEqual({ versionId: expect.any(String), lastUpdated: expect.stringMatching(instant) });
    }
  });
});

test.each(["practitioner", "location", "patient"])("finds appointments of a %s in a time", async (who) => {
  const [appointment] = z
    .array(
      z.looseObject({
        start: z.string(),
        participant: z.array(z.object({ actor: z.object({ reference: z.string() }) })),
      }),
    )
    .parse(await client.held("Appointment"));
  const actor = appointment?.participant
    .map(({ actor: { reference } }) => reference)
    .find((reference) => reference.toLowerCase().startsWith(who));
  const path = `Appointment?${who}=${actor?.split("/")[1]}&date=ge${appointment?.start}`;
  const starts = (await client.found(path)).map(({ start }) => String(start));
  expect(starts).toContain(appointment?.start);
  expect(starts).toEqual(starts.toSorted());
  expect(starts.filter((start) => start < (appointment?.start ?? ""))).toEqual([]);
});

test("finds what changed since an instant", async () => {
  const since = new Date(client.clock.nowMs + 1_000).toISOString();
  const path = `Observation?patient=${patientId}&_lastUpdated=ge${since}`;
  expect(await client.found(path)).toEqual([]);
  const [observation] = await client.found(`Observation?patient=${patientId}`);
  client.clock.nowMs += 5_000;
  await client.backstage("PUT", `/_data/cerner/Observation/${observation?.id}`, observation);
  expect(await client.found(path)).toMatchObject([{ id: observation?.id, meta: { versionId: "2" } }]);
});

test("pages by opaque contexts, without a total, until they end", async () => {
  const whole = await client.found(`Observation?patient=${patientId}`);
  const pages = await client.pages(`Observation?patient=${patientId}&_count=2`);
  expect(pages.flatMap(({ page }) => matchesIn(page))).toEqual(whole);
  for (const { page } of pages) expect(page.total).toBeUndefined();
  for (const { link } of pages.slice(1)) expect(link).toMatch(/\?-pageContext=[^&]+&-pageDirection=NEXT$/);
  client.clock.nowMs += 60_000;
  expect((await client.get(pages.at(-1)?.link ?? "")).status).toBe(400);
});

test("shows a combined patient as inactive with a link to the survivor, who has the chart", async () => {
  const [, , , patient, survivor] = await client.held("Patient");
  const moved = await client.found(`Encounter?patient=${patient?.id}`);
  await client.backstage("POST", `/_data/cerner/Patient/${patient?.id}/_merge`, { into: survivor?.id });
  expect(await (await client.get(`Patient/${patient?.id}`)).json()).toMatchObject({
    active: false,
    link: [{ other: { reference: `Patient/${survivor?.id}` }, type: "replaced-by" }],
    meta: { versionId: "1" },
  });
  const chart = (await client.found(`Encounter?patient=${survivor?.id}`)).map(({ id }) => id);
  expect(moved.length).toBeGreaterThan(0);
  expect(chart).toEqual(expect.arrayContaining(moved.map(({ id }) => id)));
});

test("offers no Medication resource", async () => {
  expect((await client.get("Medication/1")).status).toBe(404);
});
