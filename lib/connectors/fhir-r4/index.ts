/** Any server that speaks FHIR R4. What it can and cannot do: README.md. */
import { byEntity, defineConnector } from "../contract";
import { abandonExport, accessNeeds } from "../protocols/fhir-r4";
import { systemScopes } from "../protocols/smart-on-fhir";
import { connectorId, openAnyFhir } from "./api";
import { type FhirConfig, fhirConfig } from "./config";
import { testAnyFhir } from "./connection-test";
import { fhirPorts } from "./entities";
import { pullAnyFhir } from "./pull";
import { fhirSubscriptions } from "./subscriptions";

export const fhirR4 = defineConnector<FhirConfig>({
  id: connectorId,
  name: "FHIR R4 server",
  provider: "FHIR R4",
  type: "ehr",
  supportedAuthTypes: ["oauth2", "jwt", "basic", "api_key"],
  supportedSyncDirections: ["pull", "push", "bidirectional"],
  supportedSyncStrategies: ["batch", "polling", "realtime", "manual"],
  capabilities: ["patient_demographics", "appointments", "clinical_documents", "lab_results"],
  limitations: [
    "Reads and writes only what the server's capability statement offers.",
    "Tells of changes at once only where the server's capability statement offers subscriptions.",
  ],
  requiresApproval: false,
  config: fhirConfig,
  needsSigningKey: true,
  entities: byEntity(fhirPorts),
  scopes: (access) => systemScopes(accessNeeds(access, fhirPorts), "v2"),
  pull: pullAnyFhir,
  abandon: async (context, cursor) => abandonExport((await openAnyFhir(context, fhirPorts)).server, cursor),
  subscriptions: fhirSubscriptions,
  test: testAnyFhir,
});
