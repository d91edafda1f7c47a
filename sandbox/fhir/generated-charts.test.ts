import { expect, test } from "vitest";
import { z } from "zod";
import { type Dialect, generatedPopulation } from "@/sandbox/fhir/generated-charts";
import { OpaqueIds } from "@/sandbox/fhir/opaque-ids";
import type { GeneratedRecords } from "@/sandbox/fhir/population";
import { resourceTypes } from "@/sandbox/testing/resource-types";

let times: number[] = [];
const dialect: Dialect = {
  ids: (type, count) => new OpaqueIds(1, type, count, 24),
  concept: (system, code, text) => ({ coding: [{ system, code }], text }),
  hasMedications: true,
  patient: (id, { birthDate }) => ({ resourceType: "Patient", id, birthDate }),
  numbersIn: () => [],
  finished: (resource, changedAtMs) => {
    times.push(changedAtMs);
    return resource;
  },
};
const population = generatedPopulation(1, 80, dialect);
const records = new Map<string, GeneratedRecords>([
  ["Patient", population.patients],
  ...population.directories,
  ...population.charts,
]);

const reference = z.object({ reference: z.string() });
const resourceShape = z.looseObject({
  resourceType: z.string(),
  id: z.string(),
  subject: reference.optional(),
  encounter: reference.optional(),
  effectiveDateTime: z.string().optional(),
  participant: z.array(z.looseObject({ individual: reference.optional() })).optional(),
  category: z.array(z.looseObject({ coding: z.array(z.object({ code: z.string() })) })).optional(),
  result: z.array(reference).optional(),
  period: z.object({ start: z.string(), end: z.string() }).optional(),
});

function* all(type: string) {
  const made = records.get(type);
  for (let rank = 0; rank < (made?.count ?? 0); rank++) {
    yield resourceShape.parse(JSON.parse(made?.textAt(rank) ?? ""));
  }
}

function resourceAt(link = "") {
  const [type = "", id = ""] = link.split("/");
  const made = records.get(type);
  const rank = made?.rankOf(id);
  return rank === undefined ? undefined : resourceShape.parse(JSON.parse(made?.textAt(rank) ?? ""));
}

test.each(resourceTypes)("has %s resources whose references all lead to a record", (type) => {
  let made = 0;
  for (const resource of all(type)) {
    made += 1;
    for (const [, link] of JSON.stringify(resource).matchAll(/"reference":"([^"]*)"/g)) {
      expect(resourceAt(link), link).toBeDefined();
    }
  }
  expect(made).toBeGreaterThan(0);
});

test.each(["Observation", "Condition", "MedicationRequest", "DiagnosticReport"])(
  "keeps each %s in the chart of the patient whose encounter it names",
  (type) => {
    for (const { subject, encounter } of all(type)) {
      if (encounter) expect(resourceAt(encounter.reference)?.subject).toEqual(subject);
    }
  },
);

test("has every encounter attended by a practitioner, and every reading taken during its encounter", () => {
  for (const { participant } of all("Encounter")) {
    expect(resourceAt(participant?.[0]?.individual?.reference)?.resourceType).toBe("Practitioner");
  }
  for (const { encounter, effectiveDateTime = "" } of all("Observation")) {
    const { start = "", end = "" } = resourceAt(encounter?.reference)?.period ?? {};
    expect([start, effectiveDateTime, end].toSorted()).toEqual([start, effectiveDateTime, end]);
  }
});

test("reports laboratory values alone, each in exactly one report of its own encounter", () => {
  const reported: string[] = [];
  for (const { result = [], encounter } of all("DiagnosticReport")) {
    expect(result.length).toBeGreaterThan(0);
    for (const { reference: link } of result) {
      reported.push(link);
      expect(resourceAt(link)).toMatchObject({ encounter, category: [{ coding: [{ code: "laboratory" }] }] });
    }
  }
  const isLaboratory = [...all("Observation")].filter(
    ({ category }) => category?.[0]?.coding[0]?.code === "laboratory",
  );
  expect(reported.toSorted()).toEqual(isLaboratory.map(({ id }) => `Observation/${id}`).toSorted());
});

test("lists in each chart exactly the records that name the patient", () => {
  for (const [type, made] of population.charts) {
    if (type === "Binary" || type === "Appointment") continue;
    for (let patient = 0; patient < 80; patient++) {
      for (const rank of made.ranksOf(patient)) {
        const { subject } = resourceShape.parse(JSON.parse(made.textAt(rank)));
        expect(subject?.reference).toBe(`Patient/${population.patients.idAt(patient)}`);
      }
    }
  }
});

test("is the same for the same seed, and another for another", () => {
  const again = generatedPopulation(1, 80, dialect);
  const other = generatedPopulation(2, 80, dialect);
  for (const [type, made] of population.charts) {
    expect(again.charts.get(type)?.textAt(5)).toBe(made.textAt(5));
  }
  expect(other.charts.get("Encounter")?.textAt(5)).not.toBe(population.charts.get("Encounter")?.textAt(5));
});

test("was changed last in the time that it names", () => {
  times = [];
  for (const type of resourceTypes) expect([...all(type)].length).toBeGreaterThan(0);
  const { fromMs, toMs } = population.changed;
  expect(times.length).toBeGreaterThan(0);
  expect(times.filter((time) => time < fromMs || time > toMs)).toEqual([]);
});
