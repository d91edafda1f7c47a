/** Epic's generated patients and charts. */
import { categoryOf, isObservationCategory, ownCodingFor } from "@/sandbox/epic/codes";
import { identifierOffsets, patientRecord } from "@/sandbox/epic/patient-record";
import type { JsonObject } from "@/sandbox/fhir/exact-json";
import { generatedPopulation } from "@/sandbox/fhir/generated-charts";
import { loinc, observationCategorySystem } from "@/sandbox/fhir/observation-shape";
import { OpaqueIds } from "@/sandbox/fhir/opaque-ids";
import type { Population } from "@/sandbox/fhir/population";

/** Epic's ids are of a length that differs by type. */
const idLengths: Record<string, number> = { Observation: 47, DocumentReference: 84 };

export function epicPopulation(seed: number, patients: number): Population {
  return generatedPopulation(seed, patients, {
    ids: (type, count) => new OpaqueIds(seed, `epic/${type}`, count, idLengths[type] ?? 24),
    concept,
    hasMedications: true,
    patient: patientRecord,
    numbersIn: (identifier) => {
      const digits = Number(identifier.replace(/^(E|Z|OLD-)/, ""));
      return Object.values(identifierOffsets).map((offset) => digits - offset);
    },
  });
}

function concept(system: string, code: string, display: string): JsonObject {
  if (system === observationCategorySystem && isObservationCategory(code)) return categoryOf(code);
  const own = system === loinc ? [ownCodingFor(code, display)] : [];
  return { coding: [{ system, code, display }, ...own], text: display };
}
