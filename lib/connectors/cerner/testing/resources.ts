/** Invented resources with what Oracle Health demands of new ones. */

export function patient(family: string, more: object = {}) {
  return {
    resourceType: "Patient",
    identifier: [{ system: "urn:oid:1.2.3", value: `T-${family}` }],
    name: [{ use: "official", family, given: ["Ada"] }],
    telecom: [
      { system: "phone", value: "608-555-0101", use: "home" },
      { system: "email", value: "ada@example.org", use: "home" },
    ],
    gender: "female",
    birthDate: "1990-02-03",
    ...more,
  };
}

export function heartRate(patientId: string, value: number) {
  return {
    resourceType: "Observation",
    status: "final",
    category: [{ coding: [{ code: "vital-signs" }] }],
    code: { coding: [{ system: "http://loinc.org", code: "8867-4", display: "Heart rate" }] },
    subject: { reference: `Patient/${patientId}` },
    effectiveDateTime: "2026-05-01T08:00:00.000Z",
    valueQuantity: { value, unit: "/min" },
  };
}

/** Asks for a time at a place. */
export function proposal(patientId: string) {
  const participants = [`Patient/${patientId}`, "Location/12000000"];
  return {
    resourceType: "Appointment",
    status: "proposed",
    serviceType: [{ text: "Check-up" }],
    requestedPeriod: [{ start: "2027-01-04T15:00:00.000Z", end: "2027-01-04T16:00:00.000Z" }],
    participant: participants.map((reference) => ({ actor: { reference }, status: "needs-action" })),
  };
}
