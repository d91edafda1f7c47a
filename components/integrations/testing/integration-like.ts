import { type IntegrationView, integrationSchema } from "@/lib/integrations/schema";
import { type ConnectorView, connectorSchema } from "@/lib/integrations/view";

/** A connector as the API answers one, but for `facts`. */
export function connectorLike(facts: object): ConnectorView {
  return connectorSchema.parse({
    id: "riverbend",
    name: "Riverbend",
    provider: "Riverbend",
    type: "ehr",
    supportedAuthTypes: [],
    supportedSyncDirections: ["pull"],
    supportedSyncStrategies: [],
    supportedEntities: [],
    capabilities: [],
    limitations: [],
    requiresApproval: false,
    approvalNote: null,
    needsSigningKey: false,
    canBePulled: true,
    realTimeScopes: [],
    fields: [],
    configSchema: { properties: {} },
    ...facts,
  });
}

/** An integration of that connector, active and synchronising, but for `facts`. */
export function integrationLike(facts: object = {}): IntegrationView {
  return integrationSchema.parse({
    id: "1",
    name: "Riverbend",
    connectorId: "riverbend",
    provider: "Riverbend",
    type: "ehr",
    organizationId: "1",
    status: "active",
    statusReason: null,
    authType: "custom",
    credentials: {},
    syncDirection: "pull",
    syncStrategy: "manual",
    schedule: null,
    syncEnabled: true,
    entityMappings: [],
    fieldMappings: {},
    capabilities: [],
    version: "1",
    createdBy: null,
    createdAt: "2026-11-17T15:42:16.000Z",
    updatedAt: "2026-11-17T15:42:16.000Z",
    lastSyncAt: null,
    nextRunAt: null,
    records: 0,
    publicKeysUrl: null,
    health: null,
    ...facts,
  });
}
