/** Webhooks as the rest of the product uses them. */
export { followNotifications } from "./inbound/jobs";
export {
  type NotifiedResource,
  settleResources,
  waitingEntities,
  waitingResources,
} from "./inbound/notified-resources";
export { receiveHook } from "./inbound/receive-hook";
export { receiveNotification } from "./inbound/receive-notification";
export {
  createWebhook,
  deleteWebhook,
  rotateWebhookSecret,
  updateWebhook,
} from "./outbound/change-endpoint";
export { dropDeliveries, untriedDeliveries } from "./outbound/delivery-store";
export { emitWebhookEvents } from "./outbound/emit-events";
export { type EndpointState, endpointStates } from "./outbound/endpoint-state";
export {
  deleteEndpoint,
  type EndpointRow,
  saveEndpoint,
} from "./outbound/endpoint-store";
export { handshake, requestHandshake } from "./outbound/handshake";
export { auditDisclosure, type Due, type Protocol } from "./outbound/protocol";
export { listDeliveries, listWebhooks, readWebhook } from "./outbound/read-endpoint";
export { holdMs, nextDelayMs } from "./outbound/retry-schedule";
export { defaultRetry, resourceEvent, type WebhookEventType } from "./outbound/schema";
export { failedTry, refusalWords, type Sent, tryCall } from "./outbound/send";
export { sendMessageByWebhook } from "./outbound/send-message";
export { replayDelivery, testWebhook } from "./outbound/try-endpoint";
