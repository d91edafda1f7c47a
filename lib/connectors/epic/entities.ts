/** What Epic offers for each entity (fhir.epic.com, «API specifications»; its capability statement). */
import type { FhirJson } from "@/lib/fhir";
import type { Entity } from "../contract";
import type { FhirReading } from "../protocols/fhir-connector";
import { alikeInChart, alikePerson, type FhirVendor, fhirPort, typesOf } from "../protocols/fhir-r4";
import { withMessages } from "../protocols/hl7v2-write";
import { openEpic } from "./api";
import type { EpicConfig } from "./config";
import { isExportTooSoon } from "./errors";
import { patientQuery } from "./find-patient";

const vendor: FhirVendor<EpicConfig> = {
  open: async (context) => (await openEpic(context)).server,
  strategies: ["batch", "polling", "manual"],
  changeDetection: "hash",
};

/** Epic answers no search for observations without a category or a code (error 59108). */
const observationCategories = [
  "laboratory",
  "vital-signs",
  "social-history",
  "survey",
  "sdoh",
  "imaging",
  "core-characteristics",
].join(",");

const conditionCategories = ["problem-list-item", "encounter-diagnosis", "health-concern"].join(",");

/** What belongs to a patient, with what its search needs beside the patient. */
const charted: Partial<Record<Entity, Readonly<Record<string, string>>>> = {
  encounters: {},
  appointments: {},
  conditions: { category: conditionCategories },
  observations: { category: observationCategories, _count: "200" },
  diagnostic_reports: {},
  medication_requests: {},
  documents: {},
};

/** Epic answers to names only with the birth date. */
function alikePatient(resource: FhirJson): string | undefined {
  return resource.birthDate ? alikePerson("Patient", resource) : undefined;
}

/** Every entity as Epic's FHIR interface has it, in an order in which references resolve. */
const fhirPorts = [
  fhirPort(vendor, "practitioners"),
  fhirPort(vendor, "patients", {
    create: true,
    alike: alikePatient,
    limitations: [
      "Epic takes no updates of patients over FHIR.",
      "Found by demographics only with one of Epic's minimum sets.",
    ],
  }),
  fhirPort(vendor, "medications"),
  fhirPort(vendor, "encounters"),
  fhirPort(vendor, "appointments"),
  fhirPort(vendor, "conditions", {
    create: true,
    alike: (resource) => alikeInChart("Condition", resource, charted.conditions),
    limitations: ["Only problems of the problem list can be created; none can be changed over FHIR."],
  }),
  fhirPort(vendor, "observations", {
    create: true,
    update: "put",
    alike: (resource) => alikeInChart("Observation", resource, charted.observations),
    limitations: ["Only vital signs that the Epic site maps to a flowsheet row can be written."],
  }),
  fhirPort(vendor, "diagnostic_reports", {
    update: "put",
    limitations: ["Reports are made in Epic; only existing ones can be changed."],
  }),
  fhirPort(vendor, "medication_requests"),
  fhirPort(vendor, "documents", {
    create: true,
    update: "put",
    alike: (resource) => alikeInChart("DocumentReference", resource, charted.documents),
  }),
] as const;

/** The same with what goes as messages instead. */
export const epicPorts = fhirPorts.map((port) =>
  withMessages({ open: vendor.open, patientQuery, charted }, port),
);

const epicTypes = typesOf(epicPorts);

export const epicReading: FhirReading<EpicConfig> = {
  vendor: "Epic",
  types: epicTypes,
  charted,
  directory: ["practitioners", "medications"],
  patientQuery,
  isTooSoon: isExportTooSoon,
};
