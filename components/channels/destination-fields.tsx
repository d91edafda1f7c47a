"use client";

import { useWatch } from "react-hook-form";
import { RetryFields } from "@/components/deliveries/retry-fields";
import { useConnections } from "@/components/sync/use-connections";
import { Field } from "@/components/ui/field";
import { Segments } from "@/components/ui/segments";
import { Select } from "@/components/ui/select";
import { useWebhooks } from "@/components/webhooks/use-webhooks";
import { nameOfWebhook } from "@/components/webhooks/webhook-words";
import type { DestinationDefinition } from "@/lib/channels/schema";
import { chosen, type DestinationProps } from "./channel-form";
import { HttpFields } from "./http-fields";
import { MllpFields } from "./mllp-fields";
import { errorAt } from "./use-channel-form";

type KindProps = { kind: DestinationDefinition["kind"] };

/** What a destination of each kind needs, and how often it is tried. */
export function DestinationFields({ kind, ...props }: DestinationProps & KindProps) {
  return (
    <>
      <OwnFields kind={kind} {...props} />
      {kind === "webhook" ? null : <Retries {...props} />}
    </>
  );
}

function OwnFields({ kind, ...props }: DestinationProps & KindProps) {
  switch (kind) {
    case "integration":
      return <IntegrationFields {...props} />;
    case "webhook":
      return <WebhookChoice {...props} />;
    case "http":
      return <HttpFields {...props} />;
    case "mllp":
      return <MllpFields {...props} />;
  }
}

const uses = [
  { value: "take", label: "Take in" },
  { value: "send", label: "Send to it" },
] as const;

function IntegrationFields({ form, index }: DestinationProps) {
  const at = `destinations.${index}` as const;
  const { data: connections = [] } = useConnections();
  const [integrationId, use] = useWatch({
    control: form.control,
    name: [`${at}.integrationId`, `${at}.use`],
  });
  return (
    <>
      <Field label="Integration" error={errorAt(form, `${at}.integrationId`)}>
        <Select
          options={connections.map(({ id, name }) => ({ value: id, label: name }))}
          value={integrationId}
          placeholder={integrationId ? "One that is gone" : "Choose an integration"}
          onChange={(next) => form.setValue(`${at}.integrationId`, next, chosen)}
        />
      </Field>
      <Field
        label="What is done"
        help={
          use === "take"
            ? "It comes in as a message of the integration and becomes records by its field mappings"
            : "It is sent to the HL7 v2 address of the integration"
        }
      >
        <Segments options={uses} value={use} onChange={(next) => form.setValue(`${at}.use`, next, chosen)} />
      </Field>
    </>
  );
}

function WebhookChoice({ form, index }: DestinationProps) {
  const at = `destinations.${index}.webhookId` as const;
  const { data: webhooks = [] } = useWebhooks();
  const webhookId = useWatch({ control: form.control, name: at });
  return (
    <Field
      label="Endpoint"
      error={errorAt(form, at)}
      help="Sent by its own signed queue, as an event channel.message, with its own tries"
    >
      <Select
        options={webhooks.map((webhook) => ({ value: webhook.id, label: nameOfWebhook(webhook) }))}
        value={webhookId}
        placeholder={webhookId ? "One that is gone" : "Choose an endpoint"}
        empty="None yet: add one under Sync, Webhooks"
        onChange={(next) => form.setValue(at, next, chosen)}
      />
    </Field>
  );
}

/** Folded away, until something is wrong in it. */
function Retries({ form, index }: DestinationProps) {
  const [tries, waits] = [`destinations.${index}.maxAttempts`, `destinations.${index}.waits`] as const;
  const values = useWatch({ control: form.control, name: [tries, waits] });
  const errors = { maxAttempts: errorAt(form, tries), waits: errorAt(form, waits) };
  return (
    <details open={Boolean(errors.maxAttempts || errors.waits)}>
      <summary className="cursor-pointer text-ink-3 text-xs">
        When it fails: {values[0]} tries, after {values[1]}
      </summary>
      <div className="mt-3 grid gap-3.5">
        <RetryFields
          values={{ maxAttempts: values[0], waits: values[1] }}
          maxAttempts={{ ...form.register(tries), error: errors.maxAttempts }}
          waits={{ ...form.register(waits), error: errors.waits }}
        />
      </div>
    </details>
  );
}
