"use client";

import { ShownOnce } from "@/components/ui/shown-once";
import type { WebhookWithSecret } from "@/lib/webhooks/schema";
import { nameOfWebhook } from "./webhook-words";

type ShownSecretProps = { webhook: WebhookWithSecret; onClose: () => void };

/** A webhook's secret as it was just made: the one time it is shown. */
export function ShownSecret({ webhook, onClose }: ShownSecretProps) {
  const { secret, publicKey } = webhook;
  return (
    <ShownOnce title={`Secret for ${nameOfWebhook(webhook)}`} what="secret" text={secret} onClose={onClose}>
      <p className="text-ink-2 text-sm">
        {publicKey
          ? "The receiver verifies with the public key, which stays readable here. With the secret alone it can verify as well."
          : "The receiver checks with it that a message comes from here. The endpoint’s page shows how."}
      </p>
    </ShownOnce>
  );
}
