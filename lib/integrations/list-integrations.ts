/** Reading integrations. */
import type { Actor } from "@/lib/auth";
import { withOrganization } from "@/lib/platform/db";
import { type Paged, pageOf, type TimePlace } from "@/lib/platform/list-page";
import { integrationErrors } from "./errors";
import { findIntegration, integrationView, selectIntegrations } from "./integration-store";
import type { IntegrationQuery, IntegrationView } from "./schema";

/** A page of integrations, newest first. */
export async function listIntegrations(
  actor: Actor,
  query: IntegrationQuery,
  limit: number,
  after: TimePlace | null,
): Promise<Paged<IntegrationView>> {
  const rows = await withOrganization(actor, (tx) => selectIntegrations(tx, query, limit, after));
  return pageOf(rows.map(integrationView), limit, (last) => ({ at: last.createdAt, id: last.id }));
}

/** One integration. Throws `integration_not_found`. */
export async function readIntegration(actor: Actor, id: string): Promise<IntegrationView> {
  const row = await withOrganization(actor, (tx) => findIntegration(tx, id));
  if (!row) throw integrationErrors.integration_not_found();
  return integrationView(row);
}
