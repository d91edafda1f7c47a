/** What eClinicalWorks offers for each entity (its CapabilityStatement). */
import type { EntityPort } from "../contract";
import type { Demographics, FhirReading } from "../protocols/fhir-connector";
import { type FhirVendor, fhirPort, fhirServerErrors, typesOf } from "../protocols/fhir-r4";
import { openEclinicalworks } from "./api";
import type { EclinicalworksConfig } from "./config";

const vendor: FhirVendor<EclinicalworksConfig> = {
  open: async (context) => (await openEclinicalworks(context, eclinicalworksPorts)).reading.server,
  strategies: ["batch", "polling", "manual"],
  changeDetection: "hash",
};

const readOnly = "eClinicalWorks takes no writes over FHIR.";

/** Every entity, in an order in which references resolve. Appointments are no part of its FHIR interface. */
export const eclinicalworksPorts: readonly EntityPort<EclinicalworksConfig>[] = [
  fhirPort(vendor, "practitioners", {
    limitations: [readOnly, "Read where a chart names them, and with the export of the group."],
  }),
  fhirPort(vendor, "patients", { limitations: [readOnly] }),
  fhirPort(vendor, "medications", { limitations: [readOnly, "Read where a prescription names them."] }),
  fhirPort(vendor, "encounters", { limitations: [readOnly] }),
  fhirPort(vendor, "conditions", { limitations: [readOnly] }),
  fhirPort(vendor, "observations", { limitations: [readOnly] }),
  fhirPort(vendor, "diagnostic_reports", { limitations: [readOnly] }),
  fhirPort(vendor, "medication_requests", { limitations: [readOnly] }),
  fhirPort(vendor, "documents", { limitations: [readOnly] }),
];

/** The parameters of a patient search: enough of them that a person is meant. */
export function patientQuery({
  identifier,
  family,
  given,
  birthDate,
  gender,
  phone,
}: Demographics): Record<string, string> {
  if (identifier) return { identifier };
  const beside = { given, birthdate: birthDate, gender, phone };
  const more = Object.entries(beside).flatMap(([name, value]) => (value ? [[name, value] as const] : []));
  if (family && (given || birthDate || phone)) return { family, ...Object.fromEntries(more) };
  throw fhirServerErrors.demographics_incomplete({
    detail: "Give an identifier, or the family name with a given name, the birth date or a phone number.",
    errors: [
      family
        ? { path: "birthDate", message: "Add the birth date, a given name or a phone number." }
        : { path: "family", message: "Add the family name, or give an identifier." },
    ],
  });
}

export const eclinicalworksReading: FhirReading<EclinicalworksConfig> = {
  vendor: "eClinicalWorks",
  types: typesOf(eclinicalworksPorts),
  charted: {
    encounters: {},
    conditions: {},
    observations: {},
    diagnostic_reports: {},
    medication_requests: {},
    documents: {},
  },
  // Of all its types, observations alone can be asked for by the time of their change.
  changed: (entity, since) => (entity === "observations" ? { _since: since } : undefined),
  directory: ["practitioners", "medications"],
  exportsChanges: true,
  patientQuery,
};
