/** How athenahealth is searched: the combinations of parameters it insists on (its CapabilityStatement). */
import type { Demographics, ReadOnlyVendor } from "../protocols/fhir-connector";
import { fhirServerErrors } from "../protocols/fhir-r4";
import type { AthenahealthConfig } from "./config";

/** It answers no search for prescriptions without an intent: these are all of R4's. */
const everyIntent = [
  "proposal",
  "plan",
  "order",
  "original-order",
  "reflex-order",
  "filler-order",
  "instance-order",
  "option",
].join(",");

/** The parameters of a patient search in one practice. */
function patientQuery(
  { identifier, family, given, birthDate, gender }: Demographics,
  { practiceId }: AthenahealthConfig,
): Record<string, string> {
  const practice = { "ah-practice": `Organization/a-1.Practice-${practiceId}` };
  if (identifier) return { ...practice, identifier };
  const beside = { birthdate: birthDate, given, gender };
  const more = Object.entries(beside).flatMap(([name, value]) => (value ? [[name, value] as const] : []));
  if (family && more.length > 0) return { ...practice, family, ...Object.fromEntries(more) };
  throw fhirServerErrors.demographics_incomplete({
    detail: "Give an identifier, or the family name with a given name, the birth date or the sex.",
    errors: [
      family
        ? { path: "birthDate", message: "Add the birth date, a given name or the sex." }
        : { path: "family", message: "Add the family name, or give an identifier." },
    ],
  });
}

const dayMs = 24 * 3_600_000;

function dayBefore(since: string): string {
  return new Date(Date.parse(since) - dayMs).toISOString().slice(0, 10);
}

export const athenahealthReading: ReadOnlyVendor<AthenahealthConfig>["reading"] = {
  charted: {
    encounters: {},
    conditions: {},
    observations: {},
    diagnostic_reports: {},
    medication_requests: { intent: everyIntent },
    documents: {},
  },
  // It compares days, in a time zone it does not name.
  changed: (_entity, since) => ({ _lastUpdated: `ge${dayBefore(since)}` }),
  directory: ["practitioners", "medications"],
  exportsChanges: true,
  patientQuery,
};
