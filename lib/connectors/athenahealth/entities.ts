/** What athenahealth offers for each entity, and the combinations its searches insist on (its CapabilityStatement). */
import type { EntityPort } from "../contract";
import type { Demographics, FhirReading } from "../protocols/fhir-connector";
import { type FhirVendor, fhirPort, fhirServerErrors, typesOf } from "../protocols/fhir-r4";
import { openAthenahealth } from "./api";
import type { AthenahealthConfig } from "./config";

const vendor: FhirVendor<AthenahealthConfig> = {
  open: async (context) => (await openAthenahealth(context, athenahealthPorts)).server,
  strategies: ["batch", "polling", "manual"],
  changeDetection: "hash",
};

/** Of these athenahealth tells changes by events. */
const telling: FhirVendor<AthenahealthConfig> = { ...vendor, strategies: [...vendor.strategies, "webhook"] };

const readOnly = "athenahealth takes no writes over FHIR.";

/** Every entity, in an order in which references resolve. */
export const athenahealthPorts: readonly EntityPort<AthenahealthConfig>[] = [
  fhirPort(telling, "practitioners", {
    limitations: [readOnly, "Read where a chart names them; there is no list of them."],
  }),
  fhirPort(telling, "patients", {
    limitations: [
      readOnly,
      "Found by an identifier, or by the family name with a given name, the birth date or the sex.",
    ],
  }),
  fhirPort(vendor, "medications", { limitations: [readOnly, "Read where a prescription names them."] }),
  fhirPort(telling, "encounters", { limitations: [readOnly] }),
  fhirPort(telling, "appointments", {
    limitations: [
      readOnly,
      "athenahealth finds no appointments by patient or day: they come with the export of the group, or by their id.",
    ],
  }),
  fhirPort(telling, "conditions", { limitations: [readOnly] }),
  fhirPort(vendor, "observations", { limitations: [readOnly] }),
  fhirPort(vendor, "diagnostic_reports", { limitations: [readOnly] }),
  fhirPort(telling, "medication_requests", { limitations: [readOnly] }),
  fhirPort(vendor, "documents", { limitations: [readOnly] }),
];

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
export function patientQuery(
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

export const athenahealthReading: FhirReading<AthenahealthConfig> = {
  vendor: "athenahealth",
  types: typesOf(athenahealthPorts),
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
