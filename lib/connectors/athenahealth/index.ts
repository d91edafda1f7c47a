/** athenahealth, by its FHIR R4 interface. What it can and cannot do: README.md. */
import { byEntity, defineConnector } from "../contract";
import { pullFhir, testFhirConnection } from "../protocols/fhir-connector";
import { abandonExport } from "../protocols/fhir-r4";
import { publishedKeysUrl } from "../protocols/smart-on-fhir";
import { type AthenahealthContext, athenahealthServer, openAthenahealth, scopesFor } from "./api";
import { type AthenahealthConfig, athenahealthConfig } from "./config";
import { athenahealthPorts, athenahealthReading } from "./entities";
import { athenahealthNotifications, eventSteps } from "./events";

const open = (context: AthenahealthContext) => openAthenahealth(context, athenahealthPorts);

export const athenahealth = defineConnector<AthenahealthConfig>({
  id: "athenahealth",
  name: "athenahealth",
  provider: "athenahealth",
  type: "ehr",
  supportedAuthTypes: ["oauth2"],
  supportedSyncDirections: ["pull"],
  supportedSyncStrategies: ["batch", "polling", "manual", "webhook"],
  capabilities: ["patient_demographics", "appointments", "clinical_documents", "lab_results"],
  limitations: [
    "athenahealth takes no writes over FHIR.",
    "Appointments come with the export of the group: it finds none by patient or day.",
    "No versions: Carelane compares contents.",
  ],
  requiresApproval: true,
  approvalNote: "athenahealth approves the app and its scopes for each practice",
  config: athenahealthConfig,
  needsSigningKey: true,
  entities: byEntity(athenahealthPorts),
  scopes: (access) => scopesFor(access, athenahealthPorts, true),
  pull: async function* (context, request) {
    yield* pullFhir(athenahealthReading, context, await open(context), request);
  },
  abandon: async (context, cursor) => abandonExport((await open(context)).server, cursor),
  notifications: athenahealthNotifications(athenahealthPorts),
  test: (context) =>
    testFhirConnection(context, {
      more: eventSteps(context),
      name: "athenahealth",
      vendor: athenahealthServer,
      ports: athenahealthPorts,
      open,
      fixes: {
        address: "Leave the FHIR address empty for production, or write that of the preview.",
        token: `Compare client id and secret, or register ${publishedKeysUrl(context.integrationId)} with the app; see in the developer portal that the app is 2-legged and has these scopes.`,
        reading:
          "See that athenahealth has connected the app to the practice, and that the app has the scopes of what is switched on.",
      },
    }),
});
