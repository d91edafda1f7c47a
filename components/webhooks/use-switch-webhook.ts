"use client";

import { useState } from "react";
import { ApiError } from "@/components/api";
import { notify } from "@/components/ui/toaster";
import type { WebhookView } from "@/lib/webhooks/schema";
import { useChangeWebhooks } from "./use-webhooks";
import { nameOfWebhook } from "./webhook-words";

/** Turns a webhook off, or on again. */
export function useSwitchWebhook(webhook: WebhookView) {
  const [isTurning, setTurning] = useState(false);
  const { change } = useChangeWebhooks();
  const turn = async () => {
    const enabled = !webhook.enabled;
    const name = nameOfWebhook(webhook);
    setTurning(true);
    try {
      await change(webhook.id, { enabled });
      const detail = enabled ? "What was waiting is sent now" : "What waits is kept, nothing new is";
      notify({ title: `${name} is turned ${enabled ? "on" : "off"}`, detail });
    } catch (error) {
      const detail = error instanceof ApiError ? error.message : undefined;
      notify({ tone: "bad", title: `${name} could not be turned ${enabled ? "on" : "off"}`, detail });
    } finally {
      setTurning(false);
    }
  };
  return { turn, isTurning };
}
