/** What Epic offers for each entity (fhir.epic.com, «API specifications»; its capability statement). */
import type { FhirJson } from "@/lib/fhir";
import type { Entity } from "../contract";
import type { FhirReading } from "../protocols/fhir-connector";
import { type FhirOffer, type FhirVendor, fhirPort, searchQuery, typesOf } from "../protocols/fhir-r4";
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

function patientIn({ subject }: FhirJson): string | undefined {
  return /(?:^|\/)Patient\/([^/]+)$/.exec(String(Object(subject).reference ?? ""))?.[1];
}

/** All that the chart has of this kind: Epic narrows few searches any further. */
function alikeInChart(entity: Entity, type: string): FhirOffer["alike"] {
  return (resource) => {
    const patient = patientIn(resource);
    return patient && searchQuery(type, { patient, ...charted[entity] });
  };
}

/** By one of the minimum sets of details that Epic answers to. */
function alikePatient({ name, birthDate }: FhirJson): string | undefined {
  const first = Object(Array.isArray(name) ? name[0] : undefined);
  const given: unknown = Array.isArray(first.given) ? first.given[0] : undefined;
  if (typeof first.family !== "string" || typeof given !== "string" || typeof birthDate !== "string") {
    return undefined;
  }
  return searchQuery("Patient", { family: first.family, given, birthdate: birthDate });
}

/** Every entity, in an order in which references resolve. */
export const epicPorts = [
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
    alike: alikeInChart("conditions", "Condition"),
    limitations: ["Only problems of the problem list can be created; none can be changed over FHIR."],
  }),
  fhirPort(vendor, "observations", {
    create: true,
    update: "put",
    alike: alikeInChart("observations", "Observation"),
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
    alike: alikeInChart("documents", "DocumentReference"),
  }),
] as const;

export const epicTypes = typesOf(epicPorts);

export const epicReading: FhirReading<EpicConfig> = {
  vendor: "Epic",
  types: epicTypes,
  charted,
  directory: ["practitioners", "medications"],
  patientQuery,
  isTooSoon: isExportTooSoon,
};
