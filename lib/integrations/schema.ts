/** Shapes of integrations, safe to import in the browser. Those of the connector catalogue stand in view.ts. */
import { z } from "zod";
import { fieldMappingsSchema } from "@/lib/mapping/schema";
import { scheduleSchema } from "./schedule-schema";

export { type Schedule, scheduleSchema } from "./schedule-schema";

const integrationTypes = [
  "ehr",
  "lab",
  "insurance",
  "ecommerce",
  "payment",
  "pharmacy",
  "imaging",
  "billing",
  "custom",
  "dental",
  "shipping",
  "messaging",
] as const;

export const integrationStatuses = ["configuring", "active", "paused", "error", "disabled"] as const;
export type IntegrationStatus = (typeof integrationStatuses)[number];

export const authType = z.enum(["api_key", "oauth2", "basic", "jwt", "certificate", "custom"]);
export const syncDirection = z.enum(["pull", "push", "bidirectional"]);
export const syncStrategy = z.enum(["webhook", "polling", "realtime", "batch", "manual"]);
export const integrationType = z.enum(integrationTypes);
const integrationStatus = z.enum(integrationStatuses);

/** Every entity of the hub's vocabulary, whether or not a connector has it yet. */
export const entity = z.enum([
  "patients",
  "practitioners",
  "observations",
  "conditions",
  "medications",
  "medication_requests",
  "appointments",
  "encounters",
  "diagnostic_reports",
  "documents",
  "lab_orders",
  "lab_results",
  "products",
  "orders",
  "customers",
  "inventory",
  "coverage",
]);

export const mappingParamsSchema = z.object({ id: z.string(), entity });

const entityMappingSchema = z.object({
  localEntity: entity,
  remoteEntity: z.string().min(1).max(200),
  enabled: z.boolean().default(true),
  direction: syncDirection.default("pull"),
});

export type EntityMapping = z.output<typeof entityMappingSchema>;

const fieldMappings = z.partialRecord(entity, fieldMappingsSchema);

export type FieldMappings = z.output<typeof fieldMappings>;

/** A field's value, or null to clear it. Nothing of it is ever shown again. */
const credentialsInput = z.record(z.string().max(100), z.json().describe("null clears the field"));

const settings = {
  name: z.string().trim().min(1).max(200),
  authType,
  credentials: credentialsInput,
  status: integrationStatus,
  syncDirection,
  syncStrategy,
  schedule: scheduleSchema.nullable(),
  syncEnabled: z.boolean(),
  entityMappings: z.array(entityMappingSchema).max(100),
  fieldMappings,
  capabilities: z.array(z.string().max(200)).max(100),
  version: z.string().max(50),
} as const;

export const integrationRequestSchema = z
  .object({
    ...settings,
    connectorId: z.string().optional().describe("A connector's id; or give `provider`"),
    provider: z.string().optional().describe("A connector's id, name or provider, in any case"),
    type: integrationType.optional(),
    authType: authType.optional(),
    credentials: credentialsInput.default({}),
    status: z.enum(["configuring", "active"]).default("configuring"),
    syncDirection: syncDirection.default("pull"),
    syncStrategy: syncStrategy.default("manual"),
    schedule: scheduleSchema.nullable().default(null),
    syncEnabled: z.boolean().default(false),
    entityMappings: z.array(entityMappingSchema).max(100).optional(),
    fieldMappings: fieldMappings.default({}),
    capabilities: settings.capabilities.default([]),
    version: settings.version.default("1.0.0"),
  })
  .meta({ id: "IntegrationRequest" });

/** Only the keys that are sent change; null clears. Credentials change field by field. */
export const integrationChangeSchema = z
  .object({
    ...settings,
    credentials: credentialsInput.nullable(),
    entityMappings: settings.entityMappings.nullable(),
    fieldMappings: fieldMappings.nullable(),
    capabilities: settings.capabilities.nullable(),
  })
  .partial()
  .meta({ id: "IntegrationChange" });

const actorRef = z.object({ kind: z.string(), id: z.string(), name: z.string() });

const credentialViewSchema = z.object({
  set: z.boolean(),
  hint: z.string().nullable().describe("The value where it is no secret, else its last characters"),
  updatedAt: z.string().nullable(),
});

export const integrationSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    connectorId: z.string(),
    provider: z.string(),
    type: integrationType,
    organizationId: z.string(),
    status: integrationStatus,
    statusReason: z.string().nullable(),
    authType,
    credentials: z.record(z.string(), credentialViewSchema),
    syncDirection,
    syncStrategy,
    schedule: z
      .object({ cron: z.string(), fullCron: z.string().optional(), timeZone: z.string() })
      .nullable(),
    syncEnabled: z.boolean(),
    entityMappings: z.array(entityMappingSchema),
    fieldMappings,
    capabilities: z.array(z.string()),
    version: z.string(),
    createdBy: actorRef.nullable(),
    createdAt: z.string(),
    updatedAt: z.string(),
    lastSyncAt: z
      .string()
      .nullable()
      .describe(
        "When its data last came: by a sync, or of a system that cannot be asked by its newest message",
      ),
    nextRunAt: z.string().nullable().describe("By its schedule; null where none is due"),
    records: z.int().nonnegative().describe("Records linked with the system"),
    publicKeysUrl: z
      .string()
      .nullable()
      .describe("Where the vendor fetches our public keys; null for one that needs none"),
    health: z.string().nullable().describe("null until the first health check"),
  })
  .meta({ id: "Integration" });

export const integrationQuerySchema = z.object({
  status: integrationStatus.optional(),
  type: integrationType.optional(),
  connectorId: z.string().optional(),
});

export const integrationEventSchema = z.object({
  id: z.string(),
  at: z.string(),
  type: z.string(),
  severity: z.string(),
  actor: actorRef.nullable(),
  jobId: z.string().nullable(),
  message: z.string(),
});

/** How real time stands for one entity. */
export const subscriptionSchema = z
  .object({
    entity,
    status: z
      .enum(["requested", "active", "error", "off", "refused"])
      .describe("As the system says; refused where it made none"),
    since: z.string().nullable().describe("Since when changes are told at once"),
    lastNotificationAt: z.string().nullable(),
    problem: z.string().nullable().describe("Why it does not work, and what to do"),
  })
  .meta({ id: "Subscription" });

export const deletedIntegrationSchema = z.object({
  deleted: z.object({ links: z.int(), mappings: z.int(), jobs: z.int() }),
  kept: z.object({ records: z.int(), messages: z.int(), audit: z.int() }),
});

export const testResultSchema = z.object({
  success: z.boolean(),
  message: z.string(),
  latency: z.int().describe("Milliseconds"),
  checks: z.array(
    z.object({ name: z.string(), ok: z.boolean(), message: z.string(), fix: z.string().optional() }),
  ),
});

export const jwksSchema = z.object({
  keys: z.array(
    z.object({
      kty: z.string(),
      kid: z.string(),
      use: z.literal("sig"),
      alg: z.string(),
      n: z.string(),
      e: z.string(),
    }),
  ),
});

/** A public key of ours and its part in the rotation. */
export const signingKeySchema = z.object({
  keyId: z.string(),
  state: z.enum(["announced", "signing", "replaced"]),
  publishedAt: z.string(),
  signsFrom: z.string().describe("A key is published before it signs, so that vendors have fetched it"),
  publishedUntil: z.string().nullable().describe("Set once another takes its place"),
});

export type IntegrationRequest = z.output<typeof integrationRequestSchema>;
export type IntegrationChange = z.output<typeof integrationChangeSchema>;
export type IntegrationView = z.output<typeof integrationSchema>;
export type IntegrationQuery = z.output<typeof integrationQuerySchema>;
export type IntegrationEventView = z.output<typeof integrationEventSchema>;
export type SubscriptionView = z.output<typeof subscriptionSchema>;
export type SigningKeyView = z.output<typeof signingKeySchema>;
export type DeletedIntegration = z.output<typeof deletedIntegrationSchema>;
export type TestResult = z.output<typeof testResultSchema>;
export type Jwks = z.output<typeof jwksSchema>;
export type CredentialValues = z.output<typeof credentialsInput>;
export type CredentialView = z.output<typeof credentialViewSchema>;
