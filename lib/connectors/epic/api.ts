/** Calls to Epic: who we are there. HTTP only. */
import type { ConnectorContext } from "../contract";
import { type FhirConnection, openFhirConnection, type SmartVendor } from "../protocols/fhir-connector";
import { type EpicConfig, tokenUrlBeside } from "./config";
import { explainRefusal } from "./errors";

export type EpicContext = ConnectorContext<EpicConfig>;

export const epicServer: SmartVendor<EpicConfig> = {
  connectorId: "epic",
  tokenUrlBeside,
  // Sent by Epic's own samples, and asked for by some sites.
  headers: ({ clientId }) => ({ "epic-client-id": clientId }),
  explain: explainRefusal,
};

/** Opens Epic for one integration; signs in at the first call. */
export function openEpic(context: EpicContext): Promise<FhirConnection> {
  // Epic takes the scopes from the registration of the app; it ignores those asked for.
  return openFhirConnection(context, epicServer, []);
}
