/** How a webhook does, as people say it. */
import type { ShapeName } from "@/components/ui/status-shape";
import type { WebhookView } from "@/lib/webhooks/schema";

type Condition = Pick<
  WebhookView,
  "enabled" | "disabledReason" | "failingSince" | "lastDeliveryAt" | "successRate24h"
>;

export interface WebhookState {
  readonly shape: ShapeName;
  readonly word: string;
}

/** The state of a webhook. "Partly" lost deliveries within the last day although its last try went well. */
export function stateOfWebhook(webhook: Condition): WebhookState {
  const { enabled, disabledReason, failingSince, lastDeliveryAt, successRate24h } = webhook;
  if (!enabled) return disabledReason ? { shape: "bad", word: "Disabled" } : { shape: "paused", word: "Off" };
  if (failingSince) return { shape: "retry", word: "Failing" };
  if (successRate24h !== null && successRate24h < 1) return { shape: "warn", word: "Partly" };
  if (lastDeliveryAt === null) return { shape: "wait", word: "Unused" };
  return { shape: "ok", word: "Working" };
}

/** Whether somebody should look: Carelane gave it up, or nothing arrives. */
export function needsPerson(webhook: Condition): boolean {
  const { shape } = stateOfWebhook(webhook);
  return shape === "bad" || shape === "retry";
}
