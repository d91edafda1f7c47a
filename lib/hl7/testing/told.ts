/** What messages of tests are about. */
import type { FhirJson } from "@/lib/fhir";

const idTypes = "http://terminology.hl7.org/CodeSystem/v2-0203";

/** An identifier of a kind (table 0203), given by `urn:oid:1.2.3`. */
export function numbered(value: string, kind: string): FhirJson {
  return { type: { coding: [{ system: idTypes, code: kind }] }, system: "urn:oid:1.2.3", value };
}

export const toldPatient = {
  resourceType: "Patient",
  identifier: [numbered("7", "MR")],
  name: [{ use: "official", family: "Hara", given: ["Zoe"] }],
} as const;

export const toldPatientLine = "PID|1||7^^^&1.2.3&ISO^MR||Hara^Zoe^^^^^L";

export const enveloped = {
  controlId: "C1",
  at: new Date("2026-01-02T03:04:05Z"),
  patient: toldPatient,
} as const;

export const practitioner: FhirJson = {
  resourceType: "Practitioner",
  id: "p1",
  identifier: [{ value: "99" }, { system: "http://hl7.org/fhir/sid/us-npi", value: "1234567893" }],
  name: [{ family: "Ada", given: ["Eve"], suffix: ["JR", "MD"] }],
};

export const practitionerWritten = "1234567893^Ada^Eve^^JR^^MD^^NPI^^^^NPI";

/** The lines of a message but its header. */
export function linesOf(message: string): string[] {
  return message.split("\r").slice(1, -1);
}
