/** Invented resources, and the patient that every Epic sandbox has. */

export const camila = "erXuFYUfucBZaryVksYEcMg3";

/** A patient with what Epic demands of a new one. */
export function patient(family: string, more: object = {}) {
  return {
    resourceType: "Patient",
    name: [{ use: "official", family, given: ["Ada"] }],
    gender: "female",
    birthDate: "1990-02-03",
    ...more,
  };
}

/** A vital sign that the simulated site has a flowsheet row for. */
export function heartRate(patientId: string, value: number) {
  return {
    resourceType: "Observation",
    status: "final",
    category: [
      {
        coding: [
          { system: "http://terminology.hl7.org/CodeSystem/observation-category", code: "vital-signs" },
        ],
      },
    ],
    code: { coding: [{ system: "http://loinc.org", code: "8867-4", display: "Heart rate" }] },
    subject: { reference: `Patient/${patientId}` },
    effectiveDateTime: "2026-05-01T08:00:00Z",
    valueQuantity: { value, unit: "/min" },
  };
}
