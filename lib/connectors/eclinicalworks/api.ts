/** Calls to eClinicalWorks: who we are there, and how often it may be asked. HTTP only. */
import { outboundErrors } from "@/lib/http/client";
import { nowMs } from "@/lib/platform/clock";
import type { ConnectorContext, EntityAccess, SupportedEntity } from "../contract";
import { type FhirConnection, openFhirConnection, type SmartVendor } from "../protocols/fhir-connector";
import { accessNeeds } from "../protocols/fhir-r4";
import { systemScopes } from "../protocols/smart-on-fhir";
import type { EclinicalworksConfig } from "./config";

export type EclinicalworksContext = ConnectorContext<EclinicalworksConfig>;

const minuteMs = 60_000;

export const eclinicalworksServer: SmartVendor<EclinicalworksConfig> = {
  connectorId: "eclinicalworks",
  // One for all practices.
  tokenUrlBeside: () => "https://oauthserver.eclinicalworks.com/oauth/oauth2/token",
  // For each practice, those for tokens among them (its documentation on rate limits).
  rate: { calls: 250, perMs: minuteMs },
  explain: ({ status, retryAfterMs }) =>
    // It counts by the minute of the clock and does not say when to come back.
    status === 429 && retryAfterMs === undefined
      ? outboundErrors.vendor_rate_limited({ retryAfterMs: minuteMs - (nowMs() % minuteMs) })
      : undefined,
};

/** The scopes of what is switched on. A token with Group exports and reads nothing else, one without reads. */
export function scopesFor(access: readonly EntityAccess[], ports: readonly SupportedEntity[]) {
  const reading = systemScopes(accessNeeds(access, ports), "v1");
  return { reading, exporting: ["system/Group.read", ...reading] };
}

/** Opens eClinicalWorks for one integration, once for single resources and once for exports. */
export async function openEclinicalworks(
  context: EclinicalworksContext,
  ports: readonly SupportedEntity[],
): Promise<{ reading: FhirConnection; exporting: FhirConnection }> {
  const scopes = scopesFor(context.access, ports);
  return {
    reading: await openFhirConnection(context, eclinicalworksServer, scopes.reading),
    exporting: await openFhirConnection(context, eclinicalworksServer, scopes.exporting),
  };
}
