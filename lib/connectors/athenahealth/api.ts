/** Calls to athenahealth: who we are there, and what we ask to be let into. HTTP only. */
import type { ConnectorContext, EntityAccess, SupportedEntity } from "../contract";
import { type FhirConnection, openFhirConnection, type SmartVendor } from "../protocols/fhir-connector";
import { accessNeeds } from "../protocols/fhir-r4";
import { systemScopes } from "../protocols/smart-on-fhir";
import type { AthenahealthConfig } from "./config";

export type AthenahealthContext = ConnectorContext<AthenahealthConfig>;

export const athenahealthServer: SmartVendor<AthenahealthConfig> = {
  connectorId: "athenahealth",
  tokenUrlBeside: (fhirBaseUrl) => fhirBaseUrl.replace(/\/fhir\/r4$/, "/oauth2/v1/token"),
  secretBy: "basic",
  // What its gateway is reported to take; it publishes no figures.
  rate: { calls: 100, perMs: 1_000 },
};

/** The scopes of what is switched on; without `exports` those of an export are left out. */
export function scopesFor(
  access: readonly EntityAccess[],
  ports: readonly SupportedEntity[],
  exports: boolean,
): string[] {
  const needs = accessNeeds(access, ports);
  // An app that asks for nothing gets no token at all.
  return systemScopes(exports ? [...needs, { type: "Group", interaction: "read" }] : needs, "v2");
}

/** Opens athenahealth for one integration; signs in at the first call. */
export function openAthenahealth(
  context: AthenahealthContext,
  ports: readonly SupportedEntity[],
): Promise<FhirConnection> {
  const { access, config } = context;
  const scopes = scopesFor(access, ports, config.groupId !== undefined);
  return openFhirConnection(context, athenahealthServer, scopes);
}
