/** Epic, by its FHIR R4 interface with SMART Backend Services. What it can and cannot do: README.md. */
import { observationFromFhir, patientFromFhir } from "@/lib/fhir";
import { defineConnector, type EntityPort } from "../contract";
import {
  abandonExport,
  createResource,
  readState,
  remoteItem,
  type TypedEntity,
  updateResource,
} from "../protocols/fhir-r4";
import { epicTypes, openEpic } from "./api";
import { type EpicConfig, epicConfig } from "./config";
import { testEpic } from "./connection-test";
import { pullFromEpic } from "./pull";

type Port = EntityPort<EpicConfig>;

function reading(typed: TypedEntity): NonNullable<Port["read"]> {
  return async (context, remoteId) => readState((await openEpic(context)).server, typed, remoteId);
}

function creating({ entity, type }: TypedEntity): NonNullable<Port["create"]> {
  return async (context, resource) =>
    remoteItem(entity, await createResource((await openEpic(context)).server, type, resource));
}

function updating({ entity, type }: TypedEntity): NonNullable<Port["update"]> {
  return async (context, remoteId, resource, ifMatch) => {
    const { server } = await openEpic(context);
    return remoteItem(entity, await updateResource(server, type, remoteId, resource, ifMatch));
  };
}

const [patientType, observationType] = epicTypes;

const patients: Port = {
  entity: "patients",
  remoteEntity: "Patient",
  directions: ["pull", "push", "bidirectional"],
  strategies: ["batch", "polling", "manual"],
  write: { create: true, update: false, delete: false, via: "fhir" },
  changeDetection: "hash",
  limitations: [
    "Epic takes no updates of patients over FHIR.",
    "Found by demographics only with one of Epic's minimum sets.",
  ],
  toLocal: (resource) => ({ data: patientFromFhir(resource) }),
  read: reading(patientType),
  create: creating(patientType),
};

const observations: Port = {
  entity: "observations",
  remoteEntity: "Observation",
  directions: ["pull", "push", "bidirectional"],
  strategies: ["batch", "polling", "manual"],
  write: { create: true, update: true, delete: false, via: "fhir" },
  changeDetection: "hash",
  limitations: ["Only vital signs that the Epic site maps to a flowsheet row can be written."],
  toLocal: observationFromFhir,
  read: reading(observationType),
  create: creating(observationType),
  update: updating(observationType),
};

export const epic = defineConnector<EpicConfig>({
  id: "epic",
  name: "Epic EHR",
  provider: "Epic Systems",
  type: "ehr",
  supportedAuthTypes: ["oauth2"],
  supportedSyncDirections: ["pull", "push", "bidirectional"],
  supportedSyncStrategies: ["batch", "polling", "manual"],
  capabilities: ["patient_demographics", "appointments", "clinical_documents", "lab_results"],
  limitations: [
    "One export of a group a day; between exports known patients are refreshed one by one.",
    "No versions and no times of change: Carelane compares contents.",
    "No events: changes are seen at the next sync.",
  ],
  requiresApproval: true,
  approvalNote: "Requires Epic App Orchard approval",
  config: epicConfig,
  needsSigningKey: true,
  entities: { patients, observations },
  pull: pullFromEpic,
  abandon: async (context, cursor) => abandonExport((await openEpic(context)).server, cursor),
  test: testEpic,
});
