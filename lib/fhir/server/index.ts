/** The FHIR R4 façade: records of ours as a FHIR server. */
export { capabilityStatement } from "./capability";
export { baseUrl, type FhirSession, inSession } from "./exchange";
export { facadeRoute, fhirAnswer, fhirRoutes } from "./fhir-route";
export { findMatches } from "./find-matches";
export { grantToken, tokenUrl } from "./grant-token";
export { assertMay, type Grants, grantsOf } from "./grants";
export { listClients, registerClient, revokeClient } from "./manage-clients";
export { readForm } from "./negotiate";
export { oauthErrorResponse } from "./oauth-error";
export { operationOutcome } from "./outcome";
export { type ResourceRow, renderRecord } from "./render";
export { entityOf, resourceTypes, typeOf } from "./resource-types";
export { planConditions } from "./search-plan";
export { smartConfiguration, smartConfigurationSchema, tokenRoutes } from "./smart-configuration";
export { sortKeys } from "./sort-keys";
export { createResources } from "./write-resources";
