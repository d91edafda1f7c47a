/** A generated person as an Oracle Health Patient. */
import type { JsonObject } from "@/sandbox/fhir/exact-json";
import { patientShape } from "@/sandbox/fhir/patient-shape";
import type { Person } from "@/sandbox/people/person";

const mrnSystem = "urn:oid:2.16.840.1.113883.6.1000";
const firstMrn = 6_900_000;

/** The number of the person who may bear a record number. */
export function numberFrom(identifier: string): number {
  return Number(identifier) - firstMrn;
}

export function patientRecord(id: string, person: Person): JsonObject {
  const mrn = { use: "usual", type: { text: "MRN" }, system: mrnSystem };
  return patientShape(id, person, [{ ...mrn, value: String(firstMrn + person.number) }]);
}
