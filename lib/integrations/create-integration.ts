/** Sets up a connector for an organization. */
import { prepareAudit, recordAudit } from "@/lib/audit";
import { type Actor, actorRef } from "@/lib/auth";
import type { Connector } from "@/lib/connectors/contract";
import { findConnector } from "@/lib/connectors/registry";
import { now } from "@/lib/platform/clock";
import { type Tx, withOrganization } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { assertAddressesAllowed, parseConfig, sealCredentials } from "./credentials";
import { widest } from "./entity-access";
import { integrationErrors } from "./errors";
import { saveFieldMappings } from "./field-mappings";
import { recordIntegrationEvent } from "./integration-events";
import { type IntegrationRow, insertIntegration, integrationView } from "./integration-store";
import type { EntityMapping, IntegrationRequest, IntegrationView } from "./schema";
import { insertSigningKey, makeSigningKey } from "./signing-keys";

function connectorOf({ connectorId, provider }: IntegrationRequest): Connector {
  const connector = findConnector(connectorId ?? provider ?? "");
  if (connector) return connector;
  throw integrationErrors.unknown_connector({
    detail: "Give the id, name or provider of a connector that GET /api/integrations/connectors lists.",
    errors: [
      { path: connectorId === undefined ? "provider" : "connectorId", message: "no connector has this name" },
    ],
  });
}

/** Everything the connector has, as it would be chosen in the form. */
function defaultMappings(connector: Connector): EntityMapping[] {
  return Object.values(connector.entities).map(({ entity, remoteEntity, directions }) => ({
    localEntity: entity,
    remoteEntity,
    enabled: true,
    direction: widest(directions),
  }));
}

async function newRow(
  actor: Actor,
  connector: Connector,
  request: IntegrationRequest,
): Promise<IntegrationRow> {
  const id = newId();
  const at = now();
  const owner = { id, organizationId: actor.organizationId };
  return {
    ...owner,
    name: request.name,
    connectorId: connector.id,
    provider: connector.provider,
    type: request.type ?? connector.type,
    status: request.status,
    statusReason: null,
    authType: request.authType ?? connector.supportedAuthTypes[0] ?? "custom",
    credentials: await sealCredentials(owner, connector, {}, request.credentials),
    syncDirection: request.syncDirection,
    syncStrategy: request.syncStrategy,
    schedule: request.schedule,
    syncEnabled: request.syncEnabled,
    entityMappings: request.entityMappings ?? defaultMappings(connector),
    fieldMappings: request.fieldMappings,
    capabilities: request.capabilities,
    version: request.version,
    createdBy: actorRef(actor),
    createdAt: at,
    updatedAt: at,
    lastSyncAt: null,
    records: 0,
  };
}

/**
 * Creates an integration; one that signs itself in gets a key pair. While it is configured its credentials may
 * be incomplete. `keep` runs in the same transaction. Throws `unknown_connector`, `credentials_incomplete`,
 * `endpoint_not_allowed`, `integration_name_taken`, `mapping_invalid`.
 */
export async function createIntegration(
  actor: Actor,
  request: IntegrationRequest,
  keep: (tx: Tx, view: IntegrationView) => Promise<void> = async () => undefined,
): Promise<IntegrationView> {
  const connector = connectorOf(request);
  if (request.status === "active") parseConfig(connector, request.credentials);
  await assertAddressesAllowed(request.credentials);
  const row = await newRow(actor, connector, request);
  const key = connector.needsSigningKey ? await makeSigningKey(row) : undefined;
  await prepareAudit(actor.organizationId);
  const view = integrationView(row);
  await withOrganization(actor, async (tx) => {
    await insertIntegration(tx, row);
    if (key) await insertSigningKey(tx, row, key);
    await saveFieldMappings(tx, actor, row.id, row.fieldMappings);
    await recordIntegrationEvent(tx, actor, { integrationId: row.id, type: "created", message: "Created" });
    await recordAudit(tx, actor, {
      action: "integration.created",
      entity: "integrations",
      recordId: row.id,
      target: { connectorId: connector.id },
    });
    await keep(tx, view);
  });
  return view;
}
