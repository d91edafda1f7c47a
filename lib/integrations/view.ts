/** The catalogue of connectors as people choose from it, safe to import in the browser. */
import { z } from "zod";
import { authType, entity, integrationType, syncDirection, syncStrategy } from "./schema";

const supportedEntitySchema = z.object({
  entity,
  remoteEntity: z.string(),
  directions: z.array(syncDirection),
  strategies: z.array(syncStrategy),
  write: z.object({
    create: z.boolean(),
    update: z.boolean(),
    delete: z.boolean(),
    via: z.enum(["fhir", "hl7v2", "api"]).nullable(),
    messages: z
      .array(z.enum(["create", "update", "delete"]))
      .optional()
      .describe(
        "Those that go as HL7 v2 messages, and so only where the integration has an address for them",
      ),
  }),
  changeDetection: z.enum(["version", "last_updated", "hash"]),
  limitations: z.array(z.string()).optional(),
  scopes: z
    .object({ pull: z.array(z.string()), push: z.array(z.string()) })
    .optional()
    .describe("What is asked of the vendor for each direction, as the vendor names it"),
});

export type SupportedEntityView = z.output<typeof supportedEntitySchema>;

const connectorFieldSchema = z.object({
  name: z.string(),
  title: z.string(),
  description: z.string().optional(),
  required: z.boolean(),
  secret: z.boolean(),
});

/** One setting in JSON Schema, as far as a form draws it. What else stands there is for other readers. */
const configPropertySchema = z.looseObject({
  type: z.enum(["string", "number", "integer", "boolean", "array", "object", "null"]).optional(),
  title: z.string().optional(),
  description: z.string().optional(),
  format: z.string().optional(),
  pattern: z.string().optional(),
  enum: z.array(z.string()).optional(),
  labels: z.record(z.string(), z.string()).optional().describe("How the values of `enum` are called"),
  default: z.json().optional(),
  secret: z.boolean().optional().describe("Sealed when it is saved, and never shown again"),
});

export type ConfigProperty = z.output<typeof configPropertySchema>;

/** The settings of a connector in JSON Schema. */
export const configSchema = z.looseObject({
  properties: z.record(z.string(), configPropertySchema),
  required: z.array(z.string()).default([]),
});

export const connectorSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    provider: z.string(),
    type: integrationType,
    supportedAuthTypes: z.array(authType),
    supportedSyncDirections: z.array(syncDirection),
    supportedSyncStrategies: z.array(syncStrategy),
    supportedEntities: z.array(supportedEntitySchema),
    capabilities: z.array(z.string()),
    limitations: z.array(z.string()),
    requiresApproval: z.boolean(),
    approvalNote: z.string().nullable(),
    needsSigningKey: z.boolean(),
    canBePulled: z
      .boolean()
      .describe("Whether the system can be asked for data; one that cannot sends it by itself"),
    realTimeScopes: z
      .array(z.string())
      .describe("What is asked of the vendor besides where changes are told at once"),
    fields: z.array(connectorFieldSchema).describe("What the settings form asks"),
    configSchema: configSchema.describe("The same in JSON Schema"),
  })
  .meta({ id: "Connector" });

const count = z.int().nonnegative();

export const connectorStatsSchema = z.object({
  total: count,
  byType: z.record(z.string(), count),
  requiringApproval: count,
  inUse: count,
  integrations: z.object({ active: count, paused: count, error: count }),
});

export type ConnectorView = z.output<typeof connectorSchema>;
export type ConnectorStats = z.output<typeof connectorStatsSchema>;
