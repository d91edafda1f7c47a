import { describe, expect, test } from "vitest";
import { z } from "zod";
import { epicPopulation } from "@/sandbox/epic/population";

const patientShape = z.looseObject({
  id: z.string(),
  birthDate: z.string().optional(),
  deceasedDateTime: z.string().optional(),
  name: z.array(z.looseObject({ use: z.string(), family: z.string().optional() })),
  address: z.array(z.looseObject({ use: z.string() })).optional(),
  identifier: z.array(z.looseObject({ value: z.string() })),
});
const observationShape = z.looseObject({
  subject: z.object({ reference: z.string() }),
  category: z.array(z.looseObject({ text: z.string() })),
});

const population = epicPopulation(1, 1_200);
const observations = population.charts.get("Observation");
const patients = Array.from({ length: 1_200 }, (_, rank) =>
  patientShape.parse(JSON.parse(population.patients.textAt(rank))),
);

test("is the same for the same seed, and another for another", () => {
  expect(epicPopulation(1, 1_200).patients.textAt(17)).toBe(population.patients.textAt(17));
  expect(epicPopulation(2, 1_200).patients.textAt(17)).not.toBe(population.patients.textAt(17));
});

test("gives every patient an id and a record number of their own", () => {
  const numbers = patients.map(({ identifier }) => identifier.at(3)?.value);
  expect(new Set(patients.map(({ id }) => id)).size).toBe(1_200);
  expect(new Set(numbers).size).toBe(1_200);
});

describe("holds the people who break careless code", () => {
  test.each([
    ["without a birth date", patients.filter(({ birthDate }) => birthDate === undefined)],
    ["with a birth year alone", patients.filter(({ birthDate }) => birthDate?.length === 4)],
    ["without a family name", patients.filter(({ name }) => name[0]?.family === undefined)],
    [
      "with a name outside Latin script",
      patients.filter(({ name }) => /[^\p{Script=Latin}\P{L}]/u.test(name[0]?.family ?? "")),
    ],
    ["with a former name", patients.filter(({ name }) => name.some(({ use }) => use === "old"))],
    [
      "with a former address",
      patients.filter(({ address = [] }) => address.some(({ use }) => use === "old")),
    ],
    ["who died", patients.filter(({ deceasedDateTime }) => deceasedDateTime)],
    ["with five identifiers", patients.filter(({ identifier }) => identifier.length === 5)],
  ])("%s", (_, found) => {
    expect(found.length).toBeGreaterThan(0);
    expect(found.length).toBeLessThan(600);
  });
});

test("puts every Observation into exactly one chart, four to a patient on average", () => {
  const charted: number[] = [];
  for (const [rank, { id }] of patients.entries()) {
    for (const reading of observations?.ranksOf(rank) ?? []) {
      charted.push(reading);
      const { subject } = observationShape.parse(JSON.parse(observations?.textAt(reading) ?? ""));
      expect(subject.reference).toBe(`Patient/${id}`);
    }
  }
  expect(charted.sort((a, b) => a - b)).toEqual(Array.from({ length: 4_800 }, (_, rank) => rank));
  expect(observations?.count).toBe(4_800);
});

test("measures vital signs and laboratory values", () => {
  const texts = [0, 4_799].map((rank) => JSON.parse(observations?.textAt(rank) ?? ""));
  const categories = new Set(texts.map((text) => observationShape.parse(text).category[0]?.text));
  expect(categories).toEqual(new Set(["Vital Signs", "Laboratory"]));
});
