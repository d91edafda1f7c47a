"use client";

import { CodeBlock } from "@/components/ui/code-block";
import { PanelSection } from "@/components/ui/side-panel";
import type { WebhookView } from "@/lib/webhooks/schema";
import { verifySamples } from "./verify-samples";
import { algorithmWords } from "./webhook-words";

/** How the receiver checks that a message comes from here. */
export function VerifySignature({ webhook: { algorithm, publicKey } }: { webhook: WebhookView }) {
  const code = verifySamples[algorithm];
  const known = publicKey ? "the public key" : "the secret";
  return (
    <>
      <PanelSection title="What the receiver does">
        <ol className="grid list-decimal gap-1 pl-4.5 text-ink-2">
          <li>
            Verifies each message before it believes it, with {known} and the code below, or with any Standard
            Webhooks library{algorithm === "hmac-sha256" ? "" : " (they read webhook-signature)"}.
          </li>
          <li>Answers 2xx within the time limit, and works on it afterwards.</li>
          <li>Remembers webhook-id: a message that comes again has the same one.</li>
          <li>Compares version: newer news of a record has a higher one.</li>
        </ol>
      </PanelSection>
      {publicKey ? (
        <PanelSection title="Public key">
          <code className="block select-all wrap-anywhere font-mono text-xs">{publicKey}</code>
        </PanelSection>
      ) : null}
      <PanelSection title={`Code for Node, ${algorithmWords[algorithm]}`}>
        <CodeBlock code={code} what="code" />
      </PanelSection>
    </>
  );
}
