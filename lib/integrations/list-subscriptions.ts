import type { Actor } from "@/lib/auth";
import { withOrganization } from "@/lib/platform/db";
import { integrationErrors } from "./errors";
import { findIntegration } from "./integration-store";
import type { SubscriptionView } from "./schema";
import { subscriptionsOf } from "./subscription-store";

/** How real time stands, by entity; none where it is switched off. Throws `integration_not_found`. */
export async function listSubscriptions(actor: Actor, id: string): Promise<SubscriptionView[]> {
  const rows = await withOrganization(actor, async (tx) => {
    if (!(await findIntegration(tx, id))) throw integrationErrors.integration_not_found();
    return subscriptionsOf(tx, id);
  });
  return rows.map(({ entity, status, activeSince, toldAt, problem }) => ({
    entity,
    status,
    since: activeSince?.toISOString() ?? null,
    lastNotificationAt: toldAt?.toISOString() ?? null,
    problem,
  }));
}
