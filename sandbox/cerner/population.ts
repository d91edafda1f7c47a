/** Oracle Health's generated patients and charts. */
import { cernerIds } from "@/sandbox/cerner/ids";
import { numberFrom, patientRecord } from "@/sandbox/cerner/patient-record";
import { versioned } from "@/sandbox/cerner/versions";
import type { JsonObject } from "@/sandbox/fhir/exact-json";
import { generatedPopulation } from "@/sandbox/fhir/generated-charts";
import { loinc } from "@/sandbox/fhir/observation-shape";
import type { Population } from "@/sandbox/fhir/population";

/** The tenant of the vendor's public sandbox. */
export const tenant = "ec2458f2-1e24-41c8-b71b-0e701af7583d";

export function cernerPopulation(seed: number, patients: number): Population {
  return generatedPopulation(seed, patients, {
    ids: cernerIds,
    concept,
    hasMedications: false,
    patient: patientRecord,
    numbersIn: (identifier) => [numberFrom(identifier)],
    finished: versioned,
  });
}

/** A code by the standard, and beside it the tenant's own that its users chose. */
export function concept(system: string, code: string, display: string): JsonObject {
  const own = {
    system: `https://fhir.cerner.com/${tenant}/codeSet/${system === loinc ? 72 : 14_003}`,
    code: String(100_000 + Number(code.replace(/\D/g, "").slice(0, 7))),
    display,
    userSelected: true,
  };
  return { coding: [own, { system, code, display, userSelected: false }], text: display };
}
