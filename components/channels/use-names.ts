"use client";

import { useIntegrations } from "@/components/shell/use-integrations";
import { useWebhooks } from "@/components/webhooks/use-webhooks";
import { nameOfWebhook } from "@/components/webhooks/webhook-words";
import type { Names } from "./channel-words";

const gone = "one that is gone";

/** What integrations and webhooks are called, as far as the reader may know. */
export function useNames(): Names {
  const integrations = useIntegrations();
  const { data: webhooks = [] } = useWebhooks();
  return {
    integration: (id) => integrations.find((each) => each.id === id)?.name ?? gone,
    webhook: (id) => {
      const webhook = webhooks.find((each) => each.id === id);
      return webhook ? nameOfWebhook(webhook) : gone;
    },
  };
}
