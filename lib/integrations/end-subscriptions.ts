/** Takes back from a vendor what it was asked to tell of, before the means to reach it are gone. */
import { type Scope, withOrganization } from "@/lib/platform/db";
import { createLogger } from "@/lib/platform/logger";
import { loadConnectorContext } from "./connector-context";
import { findIntegration } from "./integration-store";
import { subscriptionsOf } from "./subscription-store";

const log = createLogger("integrations");

/** Ends all subscriptions of an integration at the vendor. What the vendor cannot be told now ends there by itself. */
export async function endSubscriptions(scope: Scope, integrationId: string): Promise<void> {
  const rows = await withOrganization(scope, async (tx) =>
    (await findIntegration(tx, integrationId)) ? subscriptionsOf(tx, integrationId) : [],
  );
  if (!rows.some(({ remoteId }) => remoteId !== null)) return;
  try {
    const { connector, context } = await loadConnectorContext(scope, integrationId);
    for (const { remoteId } of rows) {
      if (remoteId !== null) await connector.subscriptions?.remove(context, remoteId);
    }
  } catch (error) {
    log.warn("Subscriptions were left to their end", { integrationId, error });
  }
}
