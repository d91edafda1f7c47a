/** Webhooks as the rest of the product uses them. */
export {
  createWebhook,
  deleteWebhook,
  rotateWebhookSecret,
  updateWebhook,
} from "./outbound/change-endpoint";
export { emitWebhookEvents, type WebhookEvent } from "./outbound/emit-events";
export { listDeliveries, listWebhooks, readWebhook } from "./outbound/read-endpoint";
export type { WebhookEventType } from "./outbound/schema";
export { replayDelivery, testWebhook } from "./outbound/try-endpoint";
