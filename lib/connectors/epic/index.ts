/** Epic, by its FHIR R4 interface with SMART Backend Services. What it can and cannot do: README.md. */
import { byEntity, defineConnector } from "../contract";
import { abandonExport } from "../protocols/fhir-r4";
import { openEpic } from "./api";
import { type EpicConfig, epicConfig } from "./config";
import { testEpic } from "./connection-test";
import { epicPorts } from "./entities";
import { pullFromEpic } from "./pull";

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
  entities: byEntity(epicPorts),
  pull: pullFromEpic,
  abandon: async (context, cursor) => abandonExport((await openEpic(context)).server, cursor),
  test: testEpic,
});
