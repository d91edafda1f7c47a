"use client";

import { useDone } from "@/components/use-done";
import type { WebhookView } from "@/lib/webhooks/schema";
import { useChangeWebhooks } from "./use-webhooks";
import { nameOfWebhook } from "./webhook-words";

/** Turns a webhook off, or on again. */
export function useSwitchWebhook(webhook: WebhookView) {
  const { change } = useChangeWebhooks();
  const { run, isUnderWay } = useDone();
  const enabled = !webhook.enabled;
  const name = nameOfWebhook(webhook);
  const word = enabled ? "on" : "off";
  const turn = () =>
    run(async () => {
      await change(webhook.id, { enabled });
      const detail = enabled ? "What was waiting is sent now" : "What waits is kept, nothing new is";
      return { title: `${name} is turned ${word}`, detail };
    }, `${name} could not be turned ${word}`);
  return { turn, isTurning: isUnderWay };
}
