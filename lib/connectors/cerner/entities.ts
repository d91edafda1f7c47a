/** What Oracle Health offers for each entity, and what its searches and changes insist on (its R4 documentation). */
import type { Entity, EntityPort, ToldVerb } from "../contract";
import type { FhirReading } from "../protocols/fhir-connector";
import { alikeInChart, alikePerson, type FhirVendor, fhirPort, typesOf } from "../protocols/fhir-r4";
import { withMessages } from "../protocols/hl7v2-write";
import { openCerner } from "./api";
import type { CernerConfig } from "./config";
import { patientQuery } from "./find-patient";
import { patchBy } from "./patch";

const vendor: FhirVendor<CernerConfig> = {
  open: async (context) => (await openCerner(context, cernerPorts)).server,
  strategies: ["batch", "polling", "manual"],
  changeDetection: "version",
};

/** Everything since: it finds appointments only with a time, and proposed ones only by this parameter. */
const allTimes = { "-date-or-req-period": "ge1900-01-01T00:00:00.000Z" };

/** What belongs to a patient, with what its search needs beside the patient: a time, or pages larger than usual. */
const charted: Partial<Record<Entity, Readonly<Record<string, string>>>> = {
  encounters: {},
  appointments: allTimes,
  conditions: {},
  observations: { _count: "200" },
  diagnostic_reports: { _count: "100" },
  medication_requests: {},
  documents: { _count: "100" },
};

const patchPatient = patchBy({
  whole: ["gender", "birthDate", "maritalStatus", "communication", "extension"],
  lists: ["identifier", "telecom", "address", "generalPractitioner"],
  firsts: ["name"],
});

/** Every entity as its FHIR interface has it, in an order in which references resolve. It has no Medication resource. */
const fhirPorts = [
  fhirPort(vendor, "practitioners", {
    create: true,
    alike: (resource) => alikePerson("Practitioner", resource),
    limitations: ["Practitioners can be created, not changed."],
  }),
  fhirPort(vendor, "patients", {
    create: true,
    update: patchPatient,
    alike: (resource) => alikePerson("Patient", resource),
    limitations: [
      "A new patient needs a name and an identifier.",
      "Of several names only the first can be changed; not whether the patient is active or has died.",
      "Its searches know no times of change: without an export every known patient is read each time.",
    ],
  }),
  fhirPort(vendor, "encounters", {
    create: true,
    update: patchBy({ members: { period: ["start", "end"] }, whole: ["type", "extension"] }),
    alike: (resource) => alikeInChart("Encounter", resource),
    limitations: [
      "Over FHIR a new encounter needs a type, a place and the organization that provides it.",
      "Over FHIR only begin, end and type can be changed.",
    ],
  }),
  fhirPort(vendor, "appointments", {
    create: true,
    update: patchBy({ whole: ["status", "slot", "reasonCode", "cancelationReason", "comment"] }),
    alike: (resource) => alikeInChart("Appointment", resource, allTimes),
    limitations: [
      "Over FHIR a new appointment takes a free slot, or asks for a time at a place; one of Carelane's records alone says neither.",
      "Over FHIR only status, reasons and comment can be changed, not the time.",
      "Its searches know no times of change: without an export all appointments of known patients are read each time.",
    ],
  }),
  fhirPort(vendor, "conditions", {
    create: true,
    update: "put",
    alike: (resource) => alikeInChart("Condition", resource),
    limitations: ["Only problems of the problem list and diagnoses of encounters can be written."],
  }),
  fhirPort(vendor, "observations", {
    create: true,
    update: "put",
    alike: (resource) => alikeInChart("Observation", resource, charted.observations),
    limitations: [
      "Only vital signs and laboratory results with a time and a value can be written.",
      "A change leaves patient and category as they are.",
    ],
  }),
  fhirPort(vendor, "diagnostic_reports", {
    create: true,
    alike: (resource) => alikeInChart("DiagnosticReport", resource, charted.diagnostic_reports),
    limitations: ["Over FHIR reports can be created, not changed."],
  }),
  fhirPort(vendor, "medication_requests", {
    create: true,
    update: patchBy({ whole: ["status"] }),
    alike: (resource) => alikeInChart("MedicationRequest", resource),
    limitations: ["Only the status can be changed."],
  }),
  fhirPort(vendor, "documents", {
    create: true,
    update: "put",
    alike: (resource) => alikeInChart("DocumentReference", resource, charted.documents),
  }),
] as const;

/** What its FHIR interface takes only with details that our records lack, or only in part, goes better as messages. */
const preferred: Partial<Record<Entity, readonly ToldVerb[]>> = {
  encounters: ["create", "update"],
  appointments: ["create", "update"],
};

/** The same with what goes as messages instead. */
export const cernerPorts: readonly EntityPort<CernerConfig>[] = fhirPorts.map((port) =>
  withMessages({ open: vendor.open, patientQuery, charted }, port, preferred[port.entity]),
);

/** Whose searches tell what changed since a time; only clinically significant changes count there. */
const dated: readonly Entity[] = [
  "encounters",
  "conditions",
  "observations",
  "diagnostic_reports",
  "medication_requests",
  "documents",
];

export const cernerReading: FhirReading<CernerConfig> = {
  vendor: "Oracle Health",
  types: typesOf(cernerPorts),
  charted,
  changed: (entity, since) => (dated.includes(entity) ? { _lastUpdated: `ge${since}` } : undefined),
  directory: ["practitioners"],
  exportsChanges: true,
  patientQuery,
};
