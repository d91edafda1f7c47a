export { noteSignInAccepted, noteSignInRefused } from "./connection-state";
export { listConnectors, readConnector, readConnectorStats } from "./connector-catalogue";
export { loadConnectorContext } from "./connector-context";
export { createIntegration } from "./create-integration";
export { deleteIntegration } from "./delete-integration";
export { enabledEntities, inboundEntities, outboundEntities } from "./entity-access";
export { integrationErrors } from "./errors";
export { changeMapping, readMapping, rollbackMapping } from "./field-mappings";
export { listIntegrationEvents, recordIntegrationEvent } from "./integration-events";
export { findIntegration, type IntegrationRow, integrationETag } from "./integration-store";
export { keepSubscriptions } from "./jobs";
export { listIntegrations, readIntegration } from "./list-integrations";
export { listSubscriptions } from "./list-subscriptions";
export { isRealTime, restRealTime } from "./real-time";
export { isFullRunDue, nextRunAfter } from "./schedule";
export { listSigningKeys, readJwks } from "./signing-keys";
export {
  dropSubscription,
  findSubscription,
  keepSubscription,
  noteTold,
  noteWaiting,
  openToken,
  type SubscriptionRow,
  type SubscriptionState,
  sealedToken,
  subscriptionsOf,
  takeWaiting,
  wantSubscription,
} from "./subscription-store";
export { testConnection } from "./test-connection";
export {
  pauseIntegration,
  resumeIntegration,
  rotateSigningKey,
  updateIntegration,
} from "./update-integration";
