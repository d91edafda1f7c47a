"use client";

import { writeWaits } from "@/components/deliveries/wait-list";
import { useIntegrations } from "@/components/shell/use-integrations";
import { usePermission } from "@/components/shell/workspace-context";
import { useConnectorNames } from "@/components/sync/use-connections";
import { Badge } from "@/components/ui/badge";
import { Fact, FactList, Unknown } from "@/components/ui/fact-list";
import { formatDuration } from "@/components/ui/format";
import { RelativeTime, TimeUntil } from "@/components/ui/relative-time";
import { PanelSection } from "@/components/ui/side-panel";
import type { WebhookView } from "@/lib/webhooks/schema";
import { eventsWord } from "./event-choice";
import { Delivered } from "./webhook-table";
import { algorithmWords, payloadWords, sourceWord } from "./webhook-words";

/** How an endpoint is set up. */
export function WebhookFacts({ webhook }: { webhook: WebhookView }) {
  const mayChange = usePermission("webhooks:write");
  const { events } = webhook;
  return (
    <>
      <PanelSection title="Hears of" aside={eventsWord(events)}>
        <div className="flex flex-wrap gap-1.25">
          {events.map((event) => (
            <Badge key={event} tone="outline">
              {event === "*" ? "everything, also what is added later" : event}
            </Badge>
          ))}
        </div>
      </PanelSection>
      <PanelSection title="How it is sent">
        <Sending webhook={webhook} />
      </PanelSection>
      <PanelSection title="Signature">
        {webhook.protocol === "fhir" ? (
          <p className="text-ink-2">
            Nothing is signed. This is a FHIR subscription: its own client sets it up, and the headers it gave
            go with each message.
          </p>
        ) : (
          <Signature webhook={webhook} />
        )}
      </PanelSection>
      {mayChange || webhook.protocol === "fhir" ? null : (
        <PanelSection>
          <p className="text-ink-3">An administrator changes endpoints.</p>
        </PanelSection>
      )}
    </>
  );
}

function Sending({ webhook }: { webhook: WebhookView }) {
  const { payload, retry, timeoutMs, lastDeliveryAt, filter, createdAt } = webhook;
  return (
    <FactList>
      <Fact label="From">{sourceWord(webhook, useIntegrations(), useConnectorNames())}</Fact>
      {filter?.clinicIds ? <Fact label="Clinics">{filter.clinicIds.length} chosen</Fact> : null}
      <Fact label="Message">{payloadWords[payload]}</Fact>
      <Fact label="Tries">
        {retry.maxAttempts}
        {retry.maxAttempts > 1 ? `, after ${writeWaits(retry.scheduleSeconds)}` : ""}
      </Fact>
      <Fact label="Time limit">{formatDuration(timeoutMs)}</Fact>
      <Fact label="Arrived, 24 h">
        <Delivered share={webhook.successRate24h} />
      </Fact>
      <Fact label="Last try">
        {lastDeliveryAt ? <RelativeTime at={lastDeliveryAt} /> : <Unknown>never</Unknown>}
      </Fact>
      <Fact label="Made">
        <RelativeTime at={createdAt} />
      </Fact>
    </FactList>
  );
}

function Signature({ webhook }: { webhook: WebhookView }) {
  const { algorithm, secretHint, previousSecretUntil, publicKey } = webhook;
  const isRotating = previousSecretUntil !== null && Date.parse(previousSecretUntil) > Date.now();
  return (
    <FactList>
      <Fact label="Algorithm">{algorithmWords[algorithm]}</Fact>
      <Fact label="Secret">
        ends with <code className="font-mono text-xs">{secretHint}</code>
      </Fact>
      {isRotating ? (
        <Fact label="The one before">
          signs as well, ends <TimeUntil at={previousSecretUntil} />
        </Fact>
      ) : null}
      {publicKey ? (
        <Fact label="Public key">
          <code className="font-mono text-xs">{publicKey}</code>
        </Fact>
      ) : null}
    </FactList>
  );
}
