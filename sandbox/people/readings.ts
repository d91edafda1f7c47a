/** Plausible measurements of a person: vital signs and laboratory results, the same for the same seed and number. */
import { Random } from "@/sandbox/framework/random";

interface Measure {
  category: "vital-signs" | "laboratory";
  /** LOINC. */
  code: string;
  display: string;
  unit: string;
  /** UCUM. */
  ucum: string;
  low: number;
  high: number;
  /** Digits after the point, trailing zeros kept as laboratories report them. */
  digits: number;
  components?: { code: string; display: string; low: number; high: number }[];
}

export interface Reading {
  measure: Measure;
  value: number;
  /** Values of the components, in their order. */
  parts: number[];
  comparator?: "<" | ">";
  /** Measured but not obtained. */
  isAbsent: boolean;
  status: "final" | "amended" | "corrected";
  /** ISO 8601 UTC. */
  takenAt: string;
  issuedAt: string;
  note?: string;
}

const vital = { category: "vital-signs", digits: 0 } as const;
const laboratory = { category: "laboratory", digits: 1 } as const;
const pressure = { unit: "mmHg", ucum: "mm[Hg]" } as const;

type Measures = readonly [Measure, ...Measure[]];

const vitalSigns: Measures = [
  { ...vital, code: "8867-4", display: "Heart rate", unit: "/min", ucum: "/min", low: 48, high: 118 },
  { ...vital, code: "9279-1", display: "Respiratory rate", unit: "/min", ucum: "/min", low: 10, high: 24 },
  { ...vital, code: "59408-5", display: "Oxygen saturation", unit: "%", ucum: "%", low: 91, high: 100 },
  {
    ...vital,
    code: "8310-5",
    display: "Body temperature",
    unit: "Cel",
    ucum: "Cel",
    low: 36,
    high: 39,
    digits: 1,
  },
  {
    ...vital,
    code: "29463-7",
    display: "Body weight",
    unit: "kg",
    ucum: "kg",
    low: 42,
    high: 128,
    digits: 2,
  },
  {
    ...vital,
    code: "8302-2",
    display: "Body height",
    unit: "cm",
    ucum: "cm",
    low: 145,
    high: 199,
    digits: 1,
  },
  {
    ...vital,
    ...pressure,
    code: "85354-9",
    display: "Blood pressure panel",
    low: 0,
    high: 0,
    components: [
      { code: "8480-6", display: "Systolic blood pressure", low: 95, high: 172 },
      { code: "8462-4", display: "Diastolic blood pressure", low: 55, high: 104 },
    ],
  },
];

const laboratoryTests: Measures = [
  { ...laboratory, code: "4548-4", display: "Hemoglobin A1c", unit: "%", ucum: "%", low: 4.6, high: 11.9 },
  {
    ...laboratory,
    code: "2345-7",
    display: "Glucose",
    unit: "mg/dL",
    ucum: "mg/dL",
    low: 62,
    high: 240,
    digits: 0,
  },
  {
    ...laboratory,
    code: "2160-0",
    display: "Creatinine",
    unit: "mg/dL",
    ucum: "mg/dL",
    low: 0.4,
    high: 3.1,
    digits: 2,
  },
  { ...laboratory, code: "2823-3", display: "Potassium", unit: "mmol/L", ucum: "mmol/L", low: 3, high: 5.9 },
  { ...laboratory, code: "718-7", display: "Hemoglobin", unit: "g/dL", ucum: "g/dL", low: 8.5, high: 17.8 },
  {
    ...laboratory,
    code: "3016-3",
    display: "Thyrotropin",
    unit: "mIU/L",
    ucum: "m[IU]/L",
    low: 0.1,
    high: 9,
    digits: 3,
  },
];

export const measures: Measures = [...vitalSigns, ...laboratoryTests];

/** A reading of a category, taken within a quarter of an hour from `notBeforeMs`. */
export function readingOf(
  seed: number,
  number: number,
  category: Measure["category"],
  notBeforeMs: number,
): Reading {
  const random = new Random(seed, category, number);
  const measure = random.pick(category === "laboratory" ? laboratoryTests : vitalSigns);
  const takenAtMs = notBeforeMs + random.below(900) * 1_000;
  const isOutOfRange = measure.category === "laboratory" && random.chance(0.02);
  return {
    measure,
    value: valueBetween(random, measure.low, measure.high),
    parts: (measure.components ?? []).map(({ low, high }) => Math.round(valueBetween(random, low, high))),
    comparator: isOutOfRange ? random.pick(["<", ">"]) : undefined,
    isAbsent: random.chance(0.01),
    status: random.chance(0.96) ? "final" : random.pick(["amended", "corrected"]),
    takenAt: new Date(takenAtMs).toISOString(),
    issuedAt: new Date(takenAtMs + random.below(7_200) * 1_000).toISOString(),
    note: random.chance(0.03) ? "Specimen slightly hemolyzed — repeat if indicated" : undefined,
  };
}

function valueBetween(random: Random, low: number, high: number): number {
  return low + (random.below(10_001) / 10_000) * (high - low);
}
