/** What HL7 v2 messages tell of: converted to FHIR, and read as any FHIR resource is. */
import { fhirResources } from "@/lib/fhir";
import type { EntityPort } from "../contract";
import type { Hl7v2Config } from "./config";

function told(entity: keyof typeof fhirResources, messages: string): EntityPort<Hl7v2Config> {
  return {
    entity,
    remoteEntity: messages,
    directions: ["pull"],
    strategies: ["realtime"],
    write: { create: false, update: false, delete: false, via: null },
    changeDetection: "hash",
    toLocal: fhirResources[entity].fromFhir,
  };
}

/** In an order in which references resolve. */
export const hl7v2Ports: readonly EntityPort<Hl7v2Config>[] = [
  told("practitioners", "XCN"),
  told("patients", "PID"),
  told("encounters", "PV1"),
  told("appointments", "SCH"),
  told("conditions", "DG1, PRB"),
  told("medications", "RXE"),
  told("medication_requests", "RXE"),
  told("observations", "OBX"),
  told("diagnostic_reports", "OBR"),
  told("documents", "TXA"),
];
