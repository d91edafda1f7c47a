/** eClinicalWorks, by its FHIR R4 interface with SMART Backend Services. What it can and cannot do: README.md. */
import { byEntity, defineConnector } from "../contract";
import { pullFhir, testFhirConnection } from "../protocols/fhir-connector";
import { abandonExport } from "../protocols/fhir-r4";
import { publishedKeysUrl } from "../protocols/smart-on-fhir";
import { type EclinicalworksContext, eclinicalworksServer, openEclinicalworks, scopesFor } from "./api";
import { type EclinicalworksConfig, eclinicalworksConfig } from "./config";
import { eclinicalworksPorts, eclinicalworksReading } from "./entities";

const open = (context: EclinicalworksContext) => openEclinicalworks(context, eclinicalworksPorts);

export const eclinicalworks = defineConnector<EclinicalworksConfig>({
  id: "eclinicalworks",
  name: "eClinicalWorks",
  provider: "eClinicalWorks",
  type: "ehr",
  supportedAuthTypes: ["oauth2"],
  supportedSyncDirections: ["pull"],
  supportedSyncStrategies: ["batch", "polling", "manual"],
  capabilities: ["patient_demographics", "clinical_documents", "lab_results"],
  limitations: [
    "eClinicalWorks takes no writes over FHIR.",
    "Appointments are no part of its FHIR interface.",
    "250 calls a minute for each practice: Carelane spaces its calls.",
    "No versions: Carelane compares contents. Without a group only observations can be asked for by the time of their change.",
  ],
  requiresApproval: true,
  approvalNote: "eClinicalWorks registers the app and allow-lists its JWK Set URL; each practice enables it",
  config: eclinicalworksConfig,
  needsSigningKey: true,
  entities: byEntity(eclinicalworksPorts),
  scopes: (access) => scopesFor(access, eclinicalworksPorts).exporting,
  pull: async function* (context, request) {
    const { reading, exporting } = await open(context);
    const servers = { server: reading.server, exports: exporting.server };
    yield* pullFhir(eclinicalworksReading, context, servers, request);
  },
  abandon: async (context, cursor) => abandonExport((await open(context)).exporting.server, cursor),
  test: (context) =>
    testFhirConnection(context, {
      name: "eClinicalWorks",
      vendor: eclinicalworksServer,
      ports: eclinicalworksPorts,
      open: async (opened) => (await open(opened)).reading,
      fixes: {
        address: "Compare the FHIR address with the practice's entry in eClinicalWorks's endpoint list.",
        token: `Compare the client id; have eClinicalWorks register and allow-list ${publishedKeysUrl(context.integrationId)}; see that the practice has enabled the app.`,
        reading: "Ask eClinicalWorks to add the scopes of what is switched on to the app.",
      },
    }),
});
