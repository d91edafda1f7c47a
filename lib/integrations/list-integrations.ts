/** Reading integrations. */
import type { Actor } from "@/lib/auth";
import { withOrganization } from "@/lib/platform/db";
import { integrationErrors } from "./errors";
import { findIntegration, integrationView, selectIntegrations, type TimeKey } from "./integration-store";
import type { IntegrationQuery, IntegrationView } from "./schema";

/** A page of integrations, newest first. */
export async function listIntegrations(
  actor: Actor,
  query: IntegrationQuery,
  limit: number,
  after: TimeKey | null,
): Promise<{ data: IntegrationView[]; next: TimeKey | null }> {
  const rows = await withOrganization(actor, (tx) => selectIntegrations(tx, query, limit, after));
  const data = rows.slice(0, limit).map(integrationView);
  const last = data.at(-1);
  return { data, next: rows.length > limit && last ? { at: last.createdAt, id: last.id } : null };
}

/** One integration. Throws `integration_not_found`. */
export async function readIntegration(actor: Actor, id: string): Promise<IntegrationView> {
  const row = await withOrganization(actor, (tx) => findIntegration(tx, id));
  if (!row) throw integrationErrors.integration_not_found();
  return integrationView(row);
}
