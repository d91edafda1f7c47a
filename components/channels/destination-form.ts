/** A destination as a form: what it begins with, and the request it stands for. Pure. */
import type { z } from "zod";
import { parseWaits, writeWaits } from "@/components/deliveries/wait-list";
import type { DestinationDefinition, destinationRequestSchema } from "@/lib/channels/schema";
import { defaultRetry } from "@/lib/webhooks/schema";

type DestinationKind = DestinationDefinition["kind"];
type KeptSecret = { set: true; hint?: string };

/** A secret: what was typed, and what is kept of an earlier one. */
export type SecretForm = { text: string; kept: KeptSecret | null };

export type HeaderForm = { name: string; value: SecretForm };

/** The fields of every kind beside each other: changing the kind forgets nothing. */
export type DestinationForm = {
  /** Of one that is saved. */
  destinationId: string | null;
  kind: DestinationKind;
  integrationId: string;
  use: "take" | "send";
  webhookId: string;
  url: string;
  method: "POST" | "PUT";
  headers: HeaderForm[];
  host: string;
  port: string;
  isEncrypted: boolean;
  ca: string;
  certificate: string;
  key: SecretForm;
  servername: string;
  maxAttempts: string;
  waits: string;
};

const noSecret: SecretForm = { text: "", kept: null };

export const newHeader: HeaderForm = { name: "", value: noSecret };

const blank: Omit<DestinationForm, "kind"> = {
  destinationId: null,
  integrationId: "",
  use: "take",
  webhookId: "",
  url: "",
  method: "POST",
  headers: [],
  host: "",
  port: "2575",
  isEncrypted: true,
  ca: "",
  certificate: "",
  key: noSecret,
  servername: "",
  maxAttempts: String(defaultRetry.maxAttempts),
  waits: writeWaits(defaultRetry.scheduleSeconds),
};

/** A destination that says nothing yet but its kind. */
export function newDestination(kind: DestinationKind): DestinationForm {
  return { ...blank, kind };
}

const keptSecret = (kept: KeptSecret): SecretForm => ({ text: "", kept });

function ownFields(destination: DestinationDefinition): Partial<DestinationForm> {
  switch (destination.kind) {
    case "integration":
      return { integrationId: destination.integrationId, use: destination.use };
    case "webhook":
      return { webhookId: destination.webhookId };
    case "http": {
      const { url, method, headers } = destination;
      const named = Object.entries(headers).map(([name, kept]) => ({ name, value: keptSecret(kept) }));
      return { url, method, headers: named };
    }
    case "mllp": {
      const { host, port, tls } = destination;
      return {
        host,
        port: String(port),
        isEncrypted: Boolean(tls),
        ca: tls?.ca ?? "",
        certificate: tls?.certificate ?? "",
        key: tls?.key ? keptSecret(tls.key) : noSecret,
        servername: tls?.servername ?? "",
      };
    }
  }
}

/** The form as a destination fills it. */
export function destinationFormOf(destination: DestinationDefinition): DestinationForm {
  const { id, kind, retry } = destination;
  return {
    ...blank,
    ...ownFields(destination),
    destinationId: id,
    kind,
    maxAttempts: String(retry.maxAttempts),
    waits: writeWaits(retry.scheduleSeconds),
  };
}

const numberOf = (text: string) => (text.trim() === "" ? Number.NaN : Number(text));

/** What is sent of a secret: what was typed, or the word that the earlier one stays. */
const secretOf = ({ text, kept }: SecretForm) => (text === "" && kept ? kept : text);

function tlsOf({ isEncrypted, ca, certificate, key, servername }: DestinationForm) {
  if (!isEncrypted) return null;
  return {
    ca: ca.trim() || null,
    certificate: certificate.trim() || null,
    key: secretOf(key) || null,
    servername: servername.trim() || null,
  };
}

/** The request that the form stands for. */
export function destinationOf(form: DestinationForm): z.input<typeof destinationRequestSchema> {
  const common = {
    ...(form.destinationId !== null && { id: form.destinationId }),
    retry: { maxAttempts: numberOf(form.maxAttempts), scheduleSeconds: parseWaits(form.waits) },
  };
  switch (form.kind) {
    case "integration":
      return { kind: form.kind, integrationId: form.integrationId, use: form.use, ...common };
    case "webhook":
      return { kind: form.kind, webhookId: form.webhookId, ...common };
    case "http": {
      const headers = form.headers.map(({ name, value }) => [name.trim(), secretOf(value)] as const);
      return {
        kind: form.kind,
        url: form.url.trim(),
        method: form.method,
        headers: Object.fromEntries(headers),
        ...common,
      };
    }
    case "mllp":
      return {
        kind: form.kind,
        host: form.host.trim(),
        port: numberOf(form.port),
        tls: tlsOf(form),
        ...common,
      };
  }
}
