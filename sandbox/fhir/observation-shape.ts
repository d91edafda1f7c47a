/** A generated reading as an Observation. */
import { decimal, type JsonObject } from "@/sandbox/fhir/exact-json";
import type { Reading } from "@/sandbox/people/readings";

/** A code as a vendor writes it: by the standard, and by whatever it puts beside that. */
export type Concept = (system: string, code: string, display: string) => JsonObject;

/** A code by its standard alone. */
export const plainConcept: Concept = (system, code, display) => ({
  coding: [{ system, code, display }],
  text: display,
});

export const loinc = "http://loinc.org";
export const observationCategorySystem = "http://terminology.hl7.org/CodeSystem/observation-category";
const ucumSystem = "http://unitsofmeasure.org";
const categoryNames = { "vital-signs": "Vital Signs", laboratory: "Laboratory" } as const;

/** What a reading says, without whose it is. */
export function observationShape(reading: Reading, concept: Concept): JsonObject {
  const { measure } = reading;
  const { category, code, display } = measure;
  return {
    status: reading.status,
    category: [concept(observationCategorySystem, category, categoryNames[category])],
    code: concept(loinc, code, display),
    effectiveDateTime: reading.takenAt,
    issued: reading.issuedAt,
    ...measuredValue(reading, concept),
    note: reading.note === undefined ? undefined : [{ text: reading.note }],
    referenceRange: rangeOf(reading),
  };
}

function measuredValue(
  { measure, value, parts, comparator, isAbsent }: Reading,
  concept: Concept,
): JsonObject {
  if (isAbsent) {
    const system = "http://terminology.hl7.org/CodeSystem/data-absent-reason";
    return { dataAbsentReason: { coding: [{ system, code: "not-performed", display: "Not Performed" }] } };
  }
  const { unit, ucum: code, digits, components } = measure;
  if (components) {
    return {
      component: components.map((component, i) => ({
        code: concept(loinc, component.code, component.display),
        valueQuantity: { value: parts[i] ?? component.low, unit, system: ucumSystem, code },
      })),
    };
  }
  return { valueQuantity: { value: decimal(value, digits), comparator, unit, system: ucumSystem, code } };
}

function rangeOf({ measure: { category, low, high, digits, unit } }: Reading): JsonObject[] | undefined {
  if (category !== "laboratory") return undefined;
  const span = high - low;
  const from = decimal(low + span * 0.2, digits);
  const to = decimal(low + span * 0.7, digits);
  return [
    {
      low: { value: from, unit },
      high: { value: to, unit },
      text: `${from.rawJSON} - ${to.rawJSON} ${unit}`,
    },
  ];
}
