/** A client of the simulated Oracle Health for tests, with the scopes of an app that reads and writes. */
import type { SandboxOptions } from "@/sandbox";
import { startVendor, type VendorClient } from "@/sandbox/testing/vendor-client";

const scopesOfAll = [
  "Patient.crus",
  "Observation.crus",
  "Condition.crus",
  "Appointment.crus",
  "Encounter.crus",
];
const scopesOfOthers = [
  "Practitioner.rs",
  "MedicationRequest.crus",
  "DiagnosticReport.crs",
  "Group.rs",
  "DocumentReference.crus",
];
export const usualScope = [...scopesOfAll, ...scopesOfOthers].map((scope) => `system/${scope}`).join(" ");

export type CernerClient = VendorClient;

export function startCerner(options: SandboxOptions = {}): Promise<CernerClient> {
  return startVendor("cerner", usualScope, options);
}
