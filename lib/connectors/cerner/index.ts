/** Oracle Health (Cerner Millennium), by its FHIR R4 interface. What it can and cannot do: README.md. */
import { byEntity, defineConnector } from "../contract";
import { pullFhir, testFhirConnection } from "../protocols/fhir-connector";
import { abandonExport } from "../protocols/fhir-r4";
import { publishedKeysUrl } from "../protocols/smart-on-fhir";
import { type CernerContext, cernerServer, openCerner, scopesFor } from "./api";
import { type CernerConfig, cernerConfig } from "./config";
import { cernerPorts, cernerReading } from "./entities";

const open = (context: CernerContext) => openCerner(context, cernerPorts);

export const cerner = defineConnector<CernerConfig>({
  id: "cerner",
  name: "Oracle Health EHR (Cerner)",
  provider: "Oracle Health",
  type: "ehr",
  supportedAuthTypes: ["oauth2"],
  supportedSyncDirections: ["pull", "push", "bidirectional"],
  supportedSyncStrategies: ["batch", "polling", "manual"],
  capabilities: ["patient_demographics", "appointments", "clinical_documents", "lab_results"],
  limitations: [
    "One export at a time; between exports, or without a group, known patients are refreshed one by one.",
    "No deletions, and no events: changes are seen at the next sync.",
    "It has no list of medications: prescriptions name them.",
  ],
  requiresApproval: true,
  approvalNote: "The site must let the system account into its Millennium tenant",
  config: cernerConfig,
  needsSigningKey: true,
  entities: byEntity(cernerPorts),
  scopes: (access) => scopesFor(access, cernerPorts, { groupId: "any" }),
  pull: async function* (context, request) {
    yield* pullFhir(cernerReading, context, await open(context), request);
  },
  abandon: async (context, cursor) => abandonExport((await open(context)).server, cursor),
  test: (context) =>
    testFhirConnection(context, {
      name: "Oracle Health",
      vendor: cernerServer,
      ports: cernerPorts,
      open,
      fixes: {
        address: "Compare the FHIR address with the one of the tenant; it ends with the tenant's id.",
        token: `Compare client id and secret, or leave the secret empty and register ${publishedKeysUrl(context.integrationId)} with the system account; see that the account has the scopes shown here, and in which notation.`,
        reading:
          "Ask the site to let the system account into its tenant, with the scopes of what is switched on here.",
      },
    }),
});
