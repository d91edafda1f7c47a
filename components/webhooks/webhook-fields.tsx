"use client";

import type { ReactNode } from "react";
import { useWatch } from "react-hook-form";
import { RetryFields } from "@/components/deliveries/retry-fields";
import { Banner } from "@/components/ui/banner";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Segments } from "@/components/ui/segments";
import { Switch } from "@/components/ui/switch";
import { type WebhookView, webhookAlgorithms } from "@/lib/webhooks/schema";
import { EventPicker } from "./event-picker";
import { SourceFields } from "./source-fields";
import { chosen, type FieldsProps } from "./webhook-form";
import { algorithmWords, payloadWords } from "./webhook-words";

/** Everything about an endpoint that can be set, what it is told first. */
export function WebhookFields({ form, webhook }: FieldsProps & { webhook?: WebhookView }) {
  const { register, formState } = form;
  return (
    <>
      <Part title="Where to">
        <Field
          label="Address"
          error={formState.errors.endpoint?.message}
          help="Messages are sent here by POST. Private networks are refused unless an administrator opened them"
        >
          <Input
            type="url"
            inputMode="url"
            autoComplete="off"
            spellCheck={false}
            placeholder="https://lab.example/hooks"
            {...register("endpoint")}
          />
        </Field>
        <Field label="Description" optional error={formState.errors.description?.message}>
          <Input autoComplete="off" placeholder="Billing system" {...register("description")} />
        </Field>
        <Switch label="Send to it" {...register("enabled")} />
      </Part>
      <Part title="What it hears of">
        <Events form={form} />
        <SourceFields form={form} />
        <Payload form={form} />
      </Part>
      <Part title="Signature">
        <Signature form={form} webhook={webhook} />
      </Part>
      <Part title="When it fails">
        <Tries form={form} />
      </Part>
    </>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="grid gap-3.5 border-line border-t pt-3 first:border-t-0 first:pt-0">
      <h3 className="font-semibold text-sm">{title}</h3>
      {children}
    </section>
  );
}

const scopes = [
  { value: "chosen", label: "Chosen events" },
  { value: "everything", label: "Everything" },
] as const;

function Events({ form }: FieldsProps) {
  const [everything, events] = useWatch({ control: form.control, name: ["everything", "events"] });
  return (
    <>
      <Field
        label="Events"
        error={form.formState.errors.events?.message}
        help={
          everything
            ? "All 15 types (*), and those that are added later"
            : "patient.* takes all of a kind, also types that are added later"
        }
      >
        <Segments
          options={scopes}
          value={everything ? "everything" : "chosen"}
          onChange={(scope) => form.setValue("everything", scope === "everything", chosen)}
        />
      </Field>
      {everything ? null : (
        <EventPicker events={events} onChange={(next) => form.setValue("events", next, chosen)} />
      )}
    </>
  );
}

const payloads = (["thin", "full"] as const).map((value) => ({ value, label: payloadWords[value] }));

function Payload({ form }: FieldsProps) {
  const [payload, endpoint] = useWatch({ control: form.control, name: ["payload", "endpoint"] });
  const isOpen = endpoint.trim().toLowerCase().startsWith("http:");
  return (
    <>
      <Field
        label="Message"
        help={
          payload === "thin"
            ? "Says which record changed, and no word of the patient. The receiver reads the record with an API key"
            : undefined
        }
      >
        <Segments
          options={payloads}
          value={payload}
          onChange={(next) => form.setValue("payload", next, chosen)}
        />
      </Field>
      {payload === "full" ? (
        <Banner tone="warn" title="Patient data leaves Carelane with every message">
          The record goes out as it is here, to whoever answers at this address, and what they do with it is
          out of Carelane’s hands. Choose it only for a receiver that may hold this data. Each sending stands
          in the audit trail.
          {isOpen ? " The address begins with http: on the way anybody can read along. Use https." : ""}
        </Banner>
      ) : null}
    </>
  );
}

const algorithms = webhookAlgorithms.map((value) => ({ value, label: algorithmWords[value] }));

const algorithmHelp = {
  "hmac-sha256": "What Standard Webhooks libraries verify. Right for nearly everybody",
  "hmac-sha512": "Adds a SHA-512 header beside it, for receivers that ask for one",
  ed25519: "Adds a signature that is verified with a public key: the receiver can hold no secret",
} as const;

const secretSources = [
  { value: "carelane", label: "Made by Carelane" },
  { value: "me", label: "My own" },
] as const;

function Signature({ form, webhook }: FieldsProps & { webhook?: WebhookView }) {
  const algorithm = useWatch({ control: form.control, name: "algorithm" });
  return (
    <>
      <Field label="Algorithm" help={algorithmHelp[algorithm]}>
        <Segments
          options={algorithms}
          value={algorithm}
          onChange={(next) => form.setValue("algorithm", next, chosen)}
        />
      </Field>
      {webhook ? (
        <p className="text-ink-3 text-xs">
          The secret ends with <code className="font-mono">{webhook.secretHint}</code>. To change it, rotate
          it: the old one then stays valid for 24 hours.
        </p>
      ) : (
        <Secret form={form} />
      )}
    </>
  );
}

function Secret({ form }: FieldsProps) {
  const secretFrom = useWatch({ control: form.control, name: "secretFrom" });
  return (
    <>
      <Field
        label="Secret"
        help={secretFrom === "carelane" ? "32 random bytes, shown once after you add it" : undefined}
      >
        <Segments
          options={secretSources}
          value={secretFrom}
          onChange={(next) => form.setValue("secretFrom", next, chosen)}
        />
      </Field>
      {secretFrom === "me" ? (
        <Field
          label="Your secret"
          error={form.formState.errors.secret?.message}
          help="8 to 256 characters, or base64 after whsec_"
        >
          <Input type="password" autoComplete="new-password" {...form.register("secret")} />
        </Field>
      ) : null}
    </>
  );
}

function Tries({ form }: FieldsProps) {
  const { register, formState } = form;
  const { errors } = formState;
  const [waits, maxAttempts] = useWatch({ control: form.control, name: ["waits", "maxAttempts"] });
  return (
    <RetryFields
      values={{ maxAttempts, waits }}
      maxAttempts={{ ...register("maxAttempts"), error: errors.maxAttempts?.message }}
      waits={{ ...register("waits"), error: errors.waits?.message }}
      beside={
        <Field label="Time limit" error={errors.timeoutSeconds?.message} help="For each try, 1 to 30">
          <Input
            inputMode="decimal"
            autoComplete="off"
            trailing={<span className="text-ink-3">seconds</span>}
            {...register("timeoutSeconds")}
          />
        </Field>
      }
    />
  );
}
