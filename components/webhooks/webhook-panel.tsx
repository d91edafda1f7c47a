"use client";

import { useState } from "react";
import { usePermission } from "@/components/shell/workspace-context";
import { Segments } from "@/components/ui/segments";
import { PanelSection, SidePanel } from "@/components/ui/side-panel";
import { Status } from "@/components/ui/status";
import type { WebhookView } from "@/lib/webhooks/schema";
import { DeliveryLog } from "./delivery-log";
import { VerifySignature } from "./verify-signature";
import { WebhookActions } from "./webhook-actions";
import { WebhookFacts } from "./webhook-facts";
import { stateOfWebhook } from "./webhook-state";
import { WebhookNote } from "./webhook-table";
import { nameOfWebhook } from "./webhook-words";

const views = [
  { value: "deliveries", label: "Deliveries" },
  { value: "settings", label: "Settings" },
  { value: "verify", label: "Verify" },
] as const;

/** A FHIR subscription is not signed. */
const withoutSignature = views.filter(({ value }) => value !== "verify");

type WebhookPanelProps = {
  /** Undefined while nobody knows. */
  webhooks?: readonly WebhookView[];
  openId: string | null;
  onOpen: (id: string | null) => void;
};

/** One endpoint: what was sent to it, how it is set up, and how its owner verifies. */
export function WebhookPanel({ webhooks = [], openId, onOpen }: WebhookPanelProps) {
  const at = webhooks.findIndex(({ id }) => id === openId);
  const webhook = webhooks[at];
  const go = (step: 1 | -1) => onOpen(webhooks[at + step]?.id ?? openId);
  const mayChange = usePermission("webhooks:write");
  if (!webhook) return null;
  const { shape, word } = stateOfWebhook(webhook);
  return (
    <SidePanel
      open
      onClose={() => onOpen(null)}
      onNext={() => go(1)}
      onPrevious={() => go(-1)}
      title={nameOfWebhook(webhook)}
      eyebrow={<Status shape={shape}>{word}</Status>}
      description={<span className="wrap-anywhere font-mono text-xs">{webhook.endpoint}</span>}
      footer={mayChange ? <WebhookActions key={webhook.id} webhook={webhook} /> : null}
    >
      <PanelContent key={webhook.id} webhook={webhook} />
    </SidePanel>
  );
}

function PanelContent({ webhook }: { webhook: WebhookView }) {
  const [view, setView] = useState<(typeof views)[number]["value"]>("deliveries");
  return (
    <>
      <PanelSection>
        {webhook.enabled && !webhook.failingSince ? null : (
          <p className="mb-3 text-ink-2">
            <WebhookNote webhook={webhook} />
          </p>
        )}
        <Segments
          aria-label="What to look at"
          options={webhook.protocol === "fhir" ? withoutSignature : views}
          value={view}
          onChange={setView}
        />
      </PanelSection>
      {view === "deliveries" ? <DeliveryLog webhook={webhook} /> : null}
      {view === "settings" ? <WebhookFacts webhook={webhook} /> : null}
      {view === "verify" ? <VerifySignature webhook={webhook} /> : null}
    </>
  );
}
