/** The entities of any FHIR R4 server: what each server truly offers, its capability statement says. */
import type { FhirJson } from "@/lib/fhir";
import type { ConnectorContext, Entity, EntityPort } from "../contract";
import {
  type FhirOffer,
  type FhirVendor,
  fhirPort,
  fhirServerErrors,
  searchQuery,
} from "../protocols/fhir-r4";
import { capabilityOf, openAnyFhir } from "./api";
import type { FhirConfig } from "./config";

const vendor: FhirVendor<FhirConfig> = {
  open: async (context) => (await openAnyFhir(context, fhirPorts)).server,
  strategies: ["batch", "polling", "realtime", "manual"],
  changeDetection: "version",
};

const limitations = ["Created and changed only where the server's capability statement offers it."];

/** What belongs to a patient. */
export const charted: Partial<Record<Entity, Readonly<Record<string, string>>>> = {
  encounters: {},
  appointments: {},
  conditions: {},
  observations: {},
  diagnostic_reports: {},
  medication_requests: {},
  documents: {},
};

function first(list: unknown): Record<string, unknown> {
  return Object(Array.isArray(list) ? list[0] : undefined);
}

/** By its number, else by name and birth date. */
function alikePerson(type: string): FhirOffer["alike"] {
  return ({ identifier, name, birthDate }) => {
    const { system, value } = first(identifier);
    if (typeof value === "string") {
      return searchQuery(type, { identifier: typeof system === "string" ? `${system}|${value}` : value });
    }
    const { family } = first(name);
    if (typeof family !== "string") return undefined;
    return searchQuery(type, { family, ...(typeof birthDate === "string" && { birthdate: birthDate }) });
  };
}

function patientIn(resource: FhirJson): string | undefined {
  return /"(?:[^"]*\/)?Patient\/([^"/]+)"/.exec(JSON.stringify(resource))?.[1];
}

/** All that the chart has of this kind. */
function alikeInChart(type: string): FhirOffer["alike"] {
  return (resource) => {
    const patient = patientIn(resource);
    return patient && searchQuery(type, { patient });
  };
}

async function assertOffered(
  context: ConnectorContext<FhirConfig>,
  type: string,
  interaction: "create" | "update",
): Promise<void> {
  if ((await capabilityOf(context)).offers(type, interaction)) return;
  throw fhirServerErrors.not_offered({
    detail: `Its capability statement offers no ${interaction} of ${type}.`,
  });
}

/** A port whose writes are looked up in the capability statement before they are sent. */
function portOf(entity: Parameters<typeof fhirPort>[1], alike?: FhirOffer["alike"]): EntityPort<FhirConfig> {
  const port = fhirPort(vendor, entity, { create: true, update: "put", limitations, alike });
  const { create, update, remoteEntity } = port;
  return {
    ...port,
    create:
      create &&
      (async (context, resource) => {
        await assertOffered(context, remoteEntity, "create");
        return create(context, resource);
      }),
    update:
      update &&
      (async (context, change) => {
        await assertOffered(context, remoteEntity, "update");
        return update(context, change);
      }),
  };
}

/** Every entity, in an order in which references resolve. */
export const fhirPorts: readonly EntityPort<FhirConfig>[] = [
  portOf("practitioners", alikePerson("Practitioner")),
  portOf("patients", alikePerson("Patient")),
  portOf("medications"),
  portOf("encounters", alikeInChart("Encounter")),
  portOf("appointments", alikeInChart("Appointment")),
  portOf("conditions", alikeInChart("Condition")),
  portOf("observations", alikeInChart("Observation")),
  portOf("diagnostic_reports", alikeInChart("DiagnosticReport")),
  portOf("medication_requests", alikeInChart("MedicationRequest")),
  portOf("documents", alikeInChart("DocumentReference")),
];
