export { noteSignInAccepted, noteSignInRefused } from "./connection-state";
export { listConnectors, readConnector, readConnectorStats } from "./connector-catalogue";
export { type LoadedConnector, loadConnectorContext } from "./connector-context";
export { createIntegration } from "./create-integration";
export { deleteIntegration } from "./delete-integration";
export { accessFor, enabledEntities, outboundEntities } from "./entity-access";
export { integrationErrors } from "./errors";
export { changeMapping, readMapping, rollbackMapping } from "./field-mappings";
export { type IntegrationEvent, listIntegrationEvents, recordIntegrationEvent } from "./integration-events";
export { findIntegration, type IntegrationRow, integrationETag, type TimeKey } from "./integration-store";
export { listIntegrations, readIntegration } from "./list-integrations";
export { isFullRunDue, nextRunAfter } from "./schedule";
export { listSigningKeys, readJwks } from "./signing-keys";
export { testConnection } from "./test-connection";
export {
  pauseIntegration,
  resumeIntegration,
  rotateSigningKey,
  updateIntegration,
} from "./update-integration";
