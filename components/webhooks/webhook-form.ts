/** A webhook as a form: what it begins with, the request it stands for, and what was changed in it. */
import type { Resolver, UseFormReturn } from "react-hook-form";
import type { z } from "zod";
import { parseWaits, writeWaits } from "@/components/deliveries/wait-list";
import {
  defaultRetry,
  type WebhookAlgorithm,
  type WebhookChange,
  type WebhookView,
  webhookRequestSchema,
} from "@/lib/webhooks/schema";

export type WebhookForm = {
  endpoint: string;
  description: string;
  everything: boolean;
  /** Types and families, while not everything is wanted. */
  events: string[];
  /** "all", "vendor:<connector>" or "integration:<id>". */
  source: string;
  integrationIds: string[];
  /** Not shown, for no clinic has a name here yet, but kept. */
  clinicIds: string[];
  /** JSONata over the message; blank lets all through. */
  expression: string;
  payload: "thin" | "full";
  algorithm: WebhookAlgorithm;
  secretFrom: "carelane" | "me";
  secret: string;
  maxAttempts: string;
  waits: string;
  timeoutSeconds: string;
  enabled: boolean;
};

export type FieldsProps = { form: UseFormReturn<WebhookForm> };

/** How a choice is set: it counts as touched as soon as it is made. */
export const chosen = { shouldDirty: true, shouldValidate: true, shouldTouch: true } as const;

export const newWebhookForm: WebhookForm = {
  endpoint: "",
  description: "",
  everything: false,
  events: [],
  source: "all",
  integrationIds: [],
  clinicIds: [],
  expression: "",
  payload: "thin",
  algorithm: "hmac-sha256",
  secretFrom: "carelane",
  secret: "",
  maxAttempts: String(defaultRetry.maxAttempts),
  waits: writeWaits(defaultRetry.scheduleSeconds),
  timeoutSeconds: "15",
  enabled: true,
};

function sourceOf({ ehrProvider, integrationId }: WebhookView): string {
  if (integrationId) return `integration:${integrationId}`;
  return ehrProvider ? `vendor:${ehrProvider}` : "all";
}

/** The form as a webhook fills it. */
export function formOf(webhook: WebhookView): WebhookForm {
  const { endpoint, description, events, filter, payload, algorithm, retry, timeoutMs, enabled } = webhook;
  return {
    ...newWebhookForm,
    endpoint,
    description: description ?? "",
    everything: events.includes("*"),
    events: events.filter((event) => event !== "*"),
    source: sourceOf(webhook),
    integrationIds: filter?.integrationIds ?? [],
    clinicIds: filter?.clinicIds ?? [],
    expression: filter?.expression ?? "",
    payload,
    algorithm,
    maxAttempts: String(retry.maxAttempts),
    waits: writeWaits(retry.scheduleSeconds),
    timeoutSeconds: String(timeoutMs / 1_000),
    enabled,
  };
}

const numberOf = (text: string) => (text.trim() === "" ? Number.NaN : Number(text));

function filterOf(form: WebhookForm) {
  const { integrationIds, clinicIds } = form;
  const expression = form.expression.trim();
  if (integrationIds.length === 0 && clinicIds.length === 0 && expression === "") return null;
  return {
    ...(integrationIds.length > 0 && { integrationIds }),
    ...(clinicIds.length > 0 && { clinicIds }),
    ...(expression !== "" && { expression }),
  };
}

/** The request that sets up what the form says. */
export function requestOf(form: WebhookForm) {
  const [kind, id = null] = form.source.split(":");
  return {
    endpoint: form.endpoint.trim(),
    description: form.description.trim() || null,
    events: form.everything ? ["*"] : form.events,
    ehrProvider: kind === "vendor" ? id : null,
    integrationId: kind === "integration" ? id : null,
    filter: filterOf(form),
    payload: form.payload,
    algorithm: form.algorithm,
    secret: form.secretFrom === "me" ? form.secret : undefined,
    retry: { maxAttempts: numberOf(form.maxAttempts), scheduleSeconds: parseWaits(form.waits) },
    timeoutMs: Math.round(numberOf(form.timeoutSeconds) * 1_000),
    enabled: form.enabled,
  } satisfies z.input<typeof webhookRequestSchema>;
}

/** The keys of the request in which two states of the form differ. */
export function changeOf(before: WebhookForm, after: WebhookForm): WebhookChange {
  const { secret: _, ...wanted } = requestOf(after);
  const was: Record<string, unknown> = requestOf(before);
  const differs = ([key, value]: [string, unknown]) => JSON.stringify(value) !== JSON.stringify(was[key]);
  return Object.fromEntries(Object.entries(wanted).filter(differs));
}

const fields: Record<string, keyof WebhookForm> = {
  endpoint: "endpoint",
  description: "description",
  events: "events",
  ehrProvider: "source",
  integrationId: "source",
  filter: "integrationIds",
  secret: "secret",
  "filter.expression": "expression",
  "retry.maxAttempts": "maxAttempts",
  "retry.scheduleSeconds": "waits",
  timeoutMs: "timeoutSeconds",
};

/** The field of the form where a complaint about a path of the request belongs. */
export function fieldAt(path: string): keyof WebhookForm | undefined {
  const [first = "", second] = path.split(".");
  return fields[`${first}.${second}`] ?? fields[first];
}

const asSentence = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

type Complaint = { type: string; message: string };

function complaintsOf(form: WebhookForm): Partial<Record<keyof WebhookForm, Complaint>> {
  const { error } = webhookRequestSchema.safeParse(requestOf(form));
  const found = (error?.issues ?? []).flatMap(({ path, message }) => {
    const field = fieldAt(path.join("."));
    return field ? [[field, { type: "schema", message: asSentence(message) }] as const] : [];
  });
  // The first complaint of a field is the one to read.
  const complaints = Object.fromEntries(found.reverse());
  if (URL.canParse(form.endpoint.trim())) return complaints;
  const message = "Write a whole address, such as https://lab.example/hooks";
  return { ...complaints, endpoint: { type: "address", message } };
}

/** Checks the form by the schema of the route, and puts each complaint at its field. */
export const resolveWebhookForm: Resolver<WebhookForm> = (values) => {
  const errors = complaintsOf(values);
  return Object.keys(errors).length > 0 ? { values: {}, errors } : { values, errors: {} };
};
