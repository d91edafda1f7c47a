/** A generated reading as an Epic Observation resource. */
import { categoryOf, ownCodingFor } from "@/sandbox/epic/codes";
import { decimal, type JsonObject } from "@/sandbox/fhir/exact-json";
import type { Reading } from "@/sandbox/people/readings";

const loinc = "http://loinc.org";
const ucumSystem = "http://unitsofmeasure.org";

export function observationRecord(id: string, patientId: string, reading: Reading): JsonObject {
  const { measure } = reading;
  return {
    resourceType: "Observation",
    id,
    status: reading.status,
    category: [categoryOf(measure.category)],
    code: codeOf(measure),
    subject: { reference: `Patient/${patientId}` },
    effectiveDateTime: reading.takenAt,
    issued: reading.issuedAt,
    ...measuredValue(reading),
    note: reading.note === undefined ? undefined : [{ text: reading.note }],
    referenceRange: rangeOf(reading),
  };
}

function codeOf({ code, display }: { code: string; display: string }): JsonObject {
  return { coding: [{ system: loinc, code, display }, ownCodingFor(code, display)], text: display };
}

function measuredValue({ measure, value, parts, comparator, isAbsent }: Reading): JsonObject {
  if (isAbsent) {
    const system = "http://terminology.hl7.org/CodeSystem/data-absent-reason";
    return { dataAbsentReason: { coding: [{ system, code: "not-performed", display: "Not Performed" }] } };
  }
  const { unit, ucum: code, digits, components } = measure;
  if (components) {
    return {
      component: components.map((component, i) => ({
        code: codeOf(component),
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
