/** Calls to Oracle Health: who we are there, and what we ask to be let into. HTTP only. */
import type { ConnectorContext, EntityAccess, SupportedEntity } from "../contract";
import { type FhirConnection, openFhirConnection, type SmartVendor } from "../protocols/fhir-connector";
import { accessNeeds } from "../protocols/fhir-r4";
import { systemScopes } from "../protocols/smart-on-fhir";
import { type CernerConfig, tokenUrlOfTenant } from "./config";
import { explainRefusal } from "./errors";

export type CernerContext = ConnectorContext<CernerConfig>;

export const cernerServer: SmartVendor<CernerConfig> = {
  connectorId: "cerner",
  tokenUrlBeside: tokenUrlOfTenant,
  secretBy: "basic",
  explain: explainRefusal,
};

/** The scopes of what is switched on, each by its name: Oracle Health knows no wildcards, and too many may fail. */
export function scopesFor(
  access: readonly EntityAccess[],
  ports: readonly SupportedEntity[],
  { groupId, scopeNotation = "v2" }: Pick<CernerConfig, "groupId" | "scopeNotation">,
): string[] {
  const needs = accessNeeds(access, ports);
  return systemScopes(groupId ? [...needs, { type: "Group", interaction: "read" }] : needs, scopeNotation);
}

/** Opens Oracle Health for one integration; signs in at the first call. */
export function openCerner(
  context: CernerContext,
  ports: readonly SupportedEntity[],
): Promise<FhirConnection> {
  return openFhirConnection(context, cernerServer, scopesFor(context.access, ports, context.config));
}
