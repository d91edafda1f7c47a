/** Webhooks as the rest of the product uses them. */
export { emitWebhookEvents, type WebhookEvent } from "./outbound/emit-events";
export type { WebhookEventType } from "./outbound/schema";
