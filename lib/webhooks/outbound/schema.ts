/** Shapes of outbound webhooks, safe to import in the browser. */
import { z } from "zod";

/** What can be told. The other types of the vocabulary are told as soon as their entities have records. */
export const webhookEventTypes = [
  "patient.created",
  "patient.updated",
  "patient.deleted",
  "appointment.created",
  "appointment.updated",
  "appointment.cancelled",
  "encounter.created",
  "encounter.updated",
  "observation.created",
  "diagnostic_report.created",
  "medication_request.created",
  "document.created",
  "sync.completed",
  "sync.failed",
  "conflict.detected",
] as const;
export type WebhookEventType = (typeof webhookEventTypes)[number];

/** A record of this entity was created or changed: what FHIR subscriptions hear of, and webhooks do not. */
export type ResourceEventType = `resource.${string}`;

export function resourceEvent(entity: string): ResourceEventType {
  return `resource.${entity}`;
}

/** The event by which a channel's output goes through a webhook: its record is the message. Nobody subscribes to it. */
export const messageEvent = "channel.message";

const families = [...new Set(webhookEventTypes.map((type) => `${type.split(".")[0]}.*`))];

/** A type, a family such as "patient.*", or "*". */
export const eventPattern = z.enum([...webhookEventTypes, ...families, "*"], {
  error: `write one of ${[...webhookEventTypes, ...families, "*"].join(", ")}`,
});

/** How an endpoint is spoken to: as a Standard Webhook, or as a Subscription of the FHIR façade. */
export const endpointProtocols = ["webhook", "fhir"] as const;
export type EndpointProtocol = (typeof endpointProtocols)[number];

export const webhookAlgorithms = ["hmac-sha256", "hmac-sha512", "ed25519"] as const;
export type WebhookAlgorithm = (typeof webhookAlgorithms)[number];

const day = 86_400;

const toWrite = (what: string) => ({ error: `write ${what}` });
const attempts = toWrite("a whole number from 1 to 20");
const waits = toWrite("1 to 20 waits, each of 1 second to 24 hours");
const expressionLength = toWrite("at most 2,000 characters");
const timeout = toWrite("a time of 1 to 30 seconds");

export const retrySchema = z.object({
  maxAttempts: z.int(attempts).min(1, attempts).max(20, attempts).default(8),
  scheduleSeconds: z
    .array(z.int(waits).min(1, waits).max(day, waits))
    .min(1, waits)
    .max(20, waits)
    .default([5, 300, 1_800, 7_200, 18_000, 36_000, 36_000])
    .describe("The wait before each further try, ±20 %; the last one repeats"),
});

// Strict: a condition that were silently left out would send more than was asked for.
const filterSchema = z.strictObject({
  integrationIds: z.array(z.guid()).min(1).max(100).optional(),
  clinicIds: z.array(z.guid()).min(1).max(100).optional(),
  expression: z
    .string()
    .trim()
    .min(1)
    .max(2_000, expressionLength)
    .optional()
    .describe("JSONata over the full message {type, timestamp, data}: what it finds true is sent"),
});
export type WebhookFilter = z.output<typeof filterSchema>;

const secretLength = toWrite("8 to 256 characters");
const secretText = z.string().min(8, secretLength).max(256, secretLength);

function isDecodable(secret: string): boolean {
  return !secret.startsWith("whsec_") || /^whsec_[A-Za-z0-9+/]{11,}={0,2}$/.test(secret);
}

const settings = {
  endpoint: z.string().max(2_000),
  events: z.array(eventPattern).min(1, { error: "choose at least one" }).max(50),
  algorithm: z.enum(webhookAlgorithms),
  timeoutMs: z.int(timeout).min(1_000, timeout).max(30_000, timeout),
  payload: z.enum(["thin", "full"]).describe("thin: ids only; full adds the record"),
  enabled: z.boolean(),
} as const;

export const webhookRequestSchema = z
  .object({
    ...settings,
    ehrProvider: z.string().max(200).nullish().describe("Only events of this vendor's integrations"),
    integrationId: z.guid().nullish().describe("Only events of this integration"),
    secret: secretText
      .refine(isDecodable, { error: "write base64 after whsec_, or leave whsec_ out" })
      .optional()
      .describe("Made by Carelane unless given; shown in this answer alone"),
    algorithm: settings.algorithm.default("hmac-sha256"),
    retry: retrySchema.prefault({}),
    timeoutMs: settings.timeoutMs.default(15_000),
    filter: filterSchema.nullish(),
    payload: settings.payload.default("thin"),
    enabled: settings.enabled.default(true),
    description: z.string().max(500).nullish(),
  })
  .refine(({ ehrProvider, integrationId }) => !(ehrProvider && integrationId), {
    path: ["ehrProvider"],
    error: "give ehrProvider or integrationId, not both",
  })
  .meta({ id: "WebhookRequest" });
export type WebhookRequest = z.output<typeof webhookRequestSchema>;

/** Only the keys that are sent change; null clears. A secret changes by rotating. */
export const webhookChangeSchema = z
  .object({
    ...settings,
    ehrProvider: z.string().max(200).nullable(),
    integrationId: z.guid().nullable(),
    retry: retrySchema.nullable(),
    filter: filterSchema.nullable(),
    description: z.string().max(500).nullable(),
  })
  .partial()
  .meta({ id: "WebhookChange" });
export type WebhookChange = z.output<typeof webhookChangeSchema>;

export const defaultRetry = retrySchema.parse({});

export const webhookSchema = z
  .object({
    ...settings,
    id: z.string(),
    protocol: z.enum(endpointProtocols),
    ehrProvider: z.string().nullable(),
    integrationId: z.string().nullable(),
    events: z.array(z.string()),
    retry: z.object({ maxAttempts: z.int(), scheduleSeconds: z.array(z.int()) }),
    filter: filterSchema.nullable(),
    description: z.string().nullable(),
    secretHint: z.string(),
    previousSecretUntil: z.string().nullable().describe("Until then the secret before signs as well"),
    publicKey: z.string().nullable().describe("For ed25519: what receivers verify v1a with"),
    disabledReason: z.string().nullable(),
    failingSince: z.string().nullable().describe("The first failed try since the last success"),
    heldUntil: z.string().nullable().describe("Nothing is sent before: the receiver is in trouble"),
    createdAt: z.string(),
    lastDeliveryAt: z.string().nullable(),
    successRate24h: z.number().nullable().describe("0–1 of the deliveries that ended; null when none did"),
  })
  .meta({ id: "Webhook" });
export type WebhookView = z.output<typeof webhookSchema>;

/** The answer that shows the secret, the only time. */
export const webhookWithSecretSchema = webhookSchema.extend({ secret: z.string() });
export type WebhookWithSecret = z.output<typeof webhookWithSecretSchema>;

/** PENDING was not tried, FAILED will be tried again, DEAD will not. */
const deliveryStatuses = ["PENDING", "DELIVERED", "FAILED", "DEAD"] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

const deliveryAttemptSchema = z.object({
  at: z.string(),
  status: z.int().nullable(),
  durationMs: z.int(),
  error: z.string().nullable(),
  response: z.string().nullable().describe("The first 1,024 bytes"),
});
export type DeliveryAttempt = z.output<typeof deliveryAttemptSchema>;

export const deliverySchema = z
  .object({
    id: z.string(),
    eventId: z.string(),
    eventType: z.string(),
    entity: z.string(),
    recordId: z.string(),
    createdAt: z.string(),
    status: z.enum(deliveryStatuses),
    attempts: z.array(deliveryAttemptSchema),
    nextAttemptAt: z.string().nullable(),
  })
  .meta({ id: "WebhookDelivery" });
export type DeliveryView = z.output<typeof deliverySchema>;

export const deliveryQuerySchema = z.object({
  status: z.enum(deliveryStatuses).optional(),
  eventType: z.enum(webhookEventTypes).optional(),
});
export type DeliveryQuery = z.output<typeof deliveryQuerySchema>;

export const webhookTestResultSchema = z.object({
  success: z.boolean(),
  status: z.int().nullable(),
  latency: z.int().describe("Milliseconds"),
  message: z.string(),
});
export type WebhookTestResult = z.output<typeof webhookTestResultSchema>;
