import { expect, it } from "vitest";
import { integrationSchema } from "@/lib/integrations/schema";
import { connectorSchema } from "@/lib/integrations/view";
import { actionsFor } from "./integration-actions";

const connector = (canBePulled: boolean) =>
  connectorSchema.parse({
    id: "riverbend",
    name: "Riverbend",
    provider: "Riverbend",
    type: "messaging",
    supportedAuthTypes: [],
    supportedSyncDirections: ["pull"],
    supportedSyncStrategies: [],
    supportedEntities: [],
    capabilities: [],
    limitations: [],
    requiresApproval: false,
    approvalNote: null,
    needsSigningKey: false,
    canBePulled,
    realTimeScopes: [],
    fields: [],
    configSchema: { properties: {} },
  });

const integration = integrationSchema.parse({
  id: "1",
  name: "Riverbend",
  connectorId: "riverbend",
  provider: "Riverbend",
  type: "messaging",
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
});

it("offers a sync of what can be asked, and none of what sends by itself", () => {
  const offered = (canBePulled: boolean) =>
    actionsFor(integration, connector(canBePulled), ["integrations:write", "sync:write"]).map(({ id }) => id);
  expect(offered(true)).toEqual(["test", "pause", "sync"]);
  expect(offered(false)).toEqual(["test", "pause"]);
});
