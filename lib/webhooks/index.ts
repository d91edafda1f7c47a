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
export { emitWebhookEvents } from "./outbound/emit-events";
export { listDeliveries, listWebhooks, readWebhook } from "./outbound/read-endpoint";
export type { WebhookEventType } from "./outbound/schema";
export { replayDelivery, testWebhook } from "./outbound/try-endpoint";
