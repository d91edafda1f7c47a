/** The types of the records that every generated population has. */
export const resourceTypes = [
  "Patient",
  "Practitioner",
  "Observation",
  "Condition",
  "Medication",
  "MedicationRequest",
  "Appointment",
  "Encounter",
  "DiagnosticReport",
  "DocumentReference",
] as const;
