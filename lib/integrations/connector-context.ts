/** An integration as its connector sees it: settings opened and checked, the key at hand. */
import type { Connector, ConnectorContext, SyncDirection } from "@/lib/connectors/contract";
import { type Scope, withOrganization } from "@/lib/platform/db";
import { openCredentials, parseConfig } from "./credentials";
import { accessFor, enabledEntities } from "./entity-access";
import { integrationErrors } from "./errors";
import { findIntegration } from "./integration-store";
import { currentSigningKey } from "./signing-keys";
import { connectorOfRow } from "./update-integration";

interface LoadedConnector {
  readonly connector: Connector;
  readonly context: ConnectorContext<unknown>;
}

/**
 * The connector of an integration and what it needs to work in one direction, else in its usual one. Throws
 * `integration_not_found`, `unknown_connector`, `credentials_incomplete`.
 */
export async function loadConnectorContext(
  scope: Scope,
  integrationId: string,
  direction?: SyncDirection,
): Promise<LoadedConnector> {
  const row = await withOrganization(scope, (tx) => findIntegration(tx, integrationId));
  if (!row) throw integrationErrors.integration_not_found();
  const connector = connectorOfRow(row);
  const config = parseConfig(connector, await openCredentials(row, row.credentials));
  const { id, organizationId } = row;
  return {
    connector,
    context: {
      integrationId: id,
      organizationId,
      config,
      access: accessFor(enabledEntities(connector, row.entityMappings), direction ?? row.syncDirection),
      ...(connector.needsSigningKey && {
        signingKey: () => withOrganization({ organizationId }, (tx) => currentSigningKey(tx, row)),
      }),
    },
  };
}
