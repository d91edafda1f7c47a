/** Changes to an integration: its settings, its credentials, its status, its key. */
import { prepareAudit, recordAudit } from "@/lib/audit";
import type { Actor } from "@/lib/auth";
import type { Connector } from "@/lib/connectors/contract";
import { settingsFields } from "@/lib/connectors/fields";
import { connectorById } from "@/lib/connectors/registry";
import { namesState } from "@/lib/http";
import { withOrganization } from "@/lib/platform/db";
import { assertAddressesAllowed, openCredentials, parseConfig, sealCredentials } from "./credentials";
import { integrationErrors } from "./errors";
import { saveFieldMappings } from "./field-mappings";
import { recordIntegrationEvent } from "./integration-events";
import {
  type IntegrationRow,
  integrationETag,
  integrationView,
  lockIntegration,
  updateIntegrationRow,
} from "./integration-store";
import type { FieldMappings, IntegrationChange, IntegrationStatus, IntegrationView } from "./schema";
import { insertSigningKey, makeSigningKey } from "./signing-keys";
import { assertStatusChange } from "./status";

/** The connector's code; an integration outlives it only when an installation was downgraded. */
export function connectorOfRow(row: IntegrationRow): Connector {
  const connector = connectorById(row.connectorId);
  if (!connector)
    throw integrationErrors.unknown_connector({ detail: "This version of Carelane does not have it." });
  return connector;
}

async function changedRow(row: IntegrationRow, change: IntegrationChange): Promise<IntegrationRow> {
  const { credentials, entityMappings, fieldMappings, capabilities, ...plain } = change;
  const connector = connectorOfRow(row);
  return {
    ...row,
    ...plain,
    statusReason: change.status === undefined ? row.statusReason : null,
    ...(credentials !== undefined && {
      credentials:
        credentials === null ? {} : await sealCredentials(row, connector, row.credentials, credentials),
    }),
    ...(entityMappings !== undefined && { entityMappings: entityMappings ?? [] }),
    ...(fieldMappings !== undefined && { fieldMappings: fieldMappings ?? {} }),
    ...(capabilities !== undefined && { capabilities: capabilities ?? [] }),
  };
}

/** What stands for one entity only is taken from the others. */
function emptied(mappings: FieldMappings): FieldMappings {
  return Object.fromEntries(Object.keys(mappings).map((entity) => [entity, []]));
}

/** What is in use needs credentials that work; what is being configured may lack some. */
async function assertUsable(row: IntegrationRow, change: IntegrationChange): Promise<void> {
  const inUse = row.status === "active" || row.status === "paused";
  if (!inUse || (change.status === undefined && change.credentials === undefined)) return;
  parseConfig(connectorOfRow(row), await openCredentials(row, row.credentials));
}

/** Another address or group holds other records: what was read of the one before says nothing about it. */
function readsElsewhere(before: IntegrationRow, after: IntegrationRow): boolean {
  const shown = settingsFields(connectorOfRow(after).config).filter(({ secret }) => !secret);
  return shown.some(({ name }) => before.credentials[name]?.hint !== after.credentials[name]?.hint);
}

/** Who names the state they saw is refused when it is no longer the present one. */
function assertUnchanged(row: IntegrationRow, ifMatch: string | null): void {
  if (namesState(ifMatch, integrationETag(row))) return;
  throw integrationErrors.integration_changed({
    detail: "Somebody changed it since you read it. Read it again, then make your change.",
  });
}

function sentence(before: IntegrationRow, change: IntegrationChange): string {
  const { status, ...others } = change;
  const names = Object.keys(others);
  const turned =
    status !== undefined && status !== before.status ? [`Status: ${before.status} → ${status}`] : [];
  return (
    [...turned, ...(names.length > 0 ? [`Changed: ${names.join(", ")}`] : [])].join(". ") || "Nothing changed"
  );
}

/**
 * Changes the keys that are sent; null clears; credentials change field by field. Throws
 * `integration_not_found`, `integration_changed` when `ifMatch` names another state than the present one,
 * `status_change_refused`, `credentials_incomplete`, `endpoint_not_allowed`, `integration_name_taken`, `mapping_invalid`.
 */
export async function updateIntegration(
  actor: Actor,
  id: string,
  change: IntegrationChange,
  ifMatch: string | null = null,
): Promise<IntegrationView> {
  await assertAddressesAllowed(change.credentials ?? {});
  await prepareAudit(actor.organizationId);
  return withOrganization(actor, async (tx) => {
    const before = await lockIntegration(tx, id);
    assertUnchanged(before, ifMatch);
    if (change.status) assertStatusChange(before.status, change.status);
    const wanted = await changedRow(before, change);
    await assertUsable(wanted, change);
    const row = await updateIntegrationRow(tx, wanted);
    if (readsElsewhere(before, row)) {
      await tx.execute("delete from sync_watermarks where integration_id = $1", [id]);
    }
    if (change.fieldMappings !== undefined)
      await saveFieldMappings(tx, actor, id, { ...emptied(before.fieldMappings), ...wanted.fieldMappings });
    const type = change.status !== undefined && change.status !== before.status ? "status" : "changed";
    await recordIntegrationEvent(tx, actor, { integrationId: id, type, message: sentence(before, change) });
    await recordAudit(tx, actor, {
      action: "integration.changed",
      entity: "integrations",
      recordId: id,
      target: { fields: Object.keys(change), status: row.status },
    });
    return integrationView(row);
  });
}

async function moveFrom(
  actor: Actor,
  id: string,
  from: readonly IntegrationStatus[],
  to: IntegrationStatus,
): Promise<IntegrationView> {
  await prepareAudit(actor.organizationId);
  return withOrganization(actor, async (tx) => {
    const before = await lockIntegration(tx, id);
    if (!from.includes(before.status)) {
      throw integrationErrors.status_change_refused({
        detail: `It is ${before.status}; this works when it is ${from.join(" or ")}.`,
      });
    }
    const row = await updateIntegrationRow(tx, { ...before, status: to, statusReason: null });
    const message = `Status: ${before.status} → ${to}`;
    await recordIntegrationEvent(tx, actor, { integrationId: id, type: "status", message });
    await recordAudit(tx, actor, {
      action: to === "paused" ? "integration.paused" : "integration.resumed",
      entity: "integrations",
      recordId: id,
    });
    return integrationView(row);
  });
}

/** Stops new work until it is resumed. Throws `status_change_refused` unless it is active. */
export function pauseIntegration(actor: Actor, id: string): Promise<IntegrationView> {
  return moveFrom(actor, id, ["active"], "paused");
}

/** Takes up work again. Throws `status_change_refused` unless it is paused or in error. */
export function resumeIntegration(actor: Actor, id: string): Promise<IntegrationView> {
  return moveFrom(actor, id, ["paused", "error"], "active");
}

/** Publishes a new key pair; it signs once vendors must have seen it, and the old one stays published until then. */
export async function rotateSigningKey(actor: Actor, id: string): Promise<IntegrationView> {
  const key = await makeSigningKey({ id, organizationId: actor.organizationId });
  await prepareAudit(actor.organizationId);
  return withOrganization(actor, async (tx) => {
    const row = await lockIntegration(tx, id);
    await insertSigningKey(tx, row, key);
    await recordIntegrationEvent(tx, actor, {
      integrationId: id,
      type: "key_rotated",
      message: "A new key is published; it signs in 30 hours, and the old one stays published until then",
    });
    await recordAudit(tx, actor, { action: "integration.key_rotated", entity: "integrations", recordId: id });
    return integrationView(row);
  });
}
