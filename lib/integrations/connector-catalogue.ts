/** The connectors there are, as people choose among them, and how much they are used. */
import type { Actor } from "@/lib/auth";
import type { Connector, SupportedEntity } from "@/lib/connectors/contract";
import { settingsFields, settingsSchema } from "@/lib/connectors/fields";
import { connectorById, connectors } from "@/lib/connectors/registry";
import { withOrganization } from "@/lib/platform/db";
import { integrationErrors } from "./errors";
import { type ConnectorStats, type ConnectorView, configSchema } from "./view";

function takesWrites({ write }: SupportedEntity): boolean {
  return write.create || write.update || write.delete;
}

function connectorView(connector: Connector): ConnectorView {
  return {
    id: connector.id,
    name: connector.name,
    provider: connector.provider,
    type: connector.type,
    supportedAuthTypes: [...connector.supportedAuthTypes],
    supportedSyncDirections: [...connector.supportedSyncDirections],
    supportedSyncStrategies: [...connector.supportedSyncStrategies],
    supportedEntities: Object.values(connector.entities).map((port) => ({
      entity: port.entity,
      remoteEntity: port.remoteEntity,
      directions: [...port.directions],
      strategies: [...port.strategies],
      write: { ...port.write, messages: port.write.messages && [...port.write.messages] },
      changeDetection: port.changeDetection,
      ...(port.limitations && { limitations: [...port.limitations] }),
      ...(connector.scopes && {
        scopes: {
          pull: [...connector.scopes([{ entity: port.entity, direction: "pull" }])],
          push: takesWrites(port) ? [...connector.scopes([{ entity: port.entity, direction: "push" }])] : [],
        },
      }),
    })),
    capabilities: [...connector.capabilities],
    limitations: [...(connector.limitations ?? [])],
    requiresApproval: connector.requiresApproval,
    approvalNote: connector.approvalNote ?? null,
    needsSigningKey: connector.needsSigningKey,
    canBePulled: connector.pull !== undefined,
    realTimeScopes: [...(connector.subscriptions?.scopes ?? [])],
    fields: settingsFields(connector.config),
    configSchema: configSchema.parse(settingsSchema(connector.config)),
  };
}

/** Every connector, by name. */
export function listConnectors(): ConnectorView[] {
  return connectors.map(connectorView).sort((a, b) => a.name.localeCompare(b.name));
}

/** One connector. Throws `connector_not_found`. */
export function readConnector(id: string): ConnectorView {
  const connector = connectorById(id);
  if (!connector) throw integrationErrors.connector_not_found();
  return connectorView(connector);
}

/** How many connectors there are and how many the organization uses. */
export async function readConnectorStats(actor: Actor): Promise<ConnectorStats> {
  const used = await withOrganization(actor, (tx) =>
    tx.one<{ inUse: number; active: number; paused: number; error: number }>(
      `select count(distinct connector_id)::int as "inUse",
              count(*) filter (where status = 'active')::int as active,
              count(*) filter (where status = 'paused')::int as paused,
              count(*) filter (where status = 'error')::int as error
         from integrations`,
    ),
  );
  const { inUse = 0, active = 0, paused = 0, error = 0 } = used ?? {};
  const byType: Record<string, number> = {};
  for (const { type } of connectors) byType[type] = (byType[type] ?? 0) + 1;
  return {
    total: connectors.length,
    byType,
    requiringApproval: connectors.filter(({ requiresApproval }) => requiresApproval).length,
    inUse,
    integrations: { active, paused, error },
  };
}
