/** The field mappings of an integration, entity by entity, in versions. */
import { prepareAudit, recordAudit } from "@/lib/audit";
import type { Actor } from "@/lib/auth";
import { fieldsOfVersion, type MappingChange, mappingView, saveMapping } from "@/lib/mapping";
import type { MappingRequest, MappingView, RollbackRequest } from "@/lib/mapping/schema";
import { type Tx, withOrganization } from "@/lib/platform/db";
import { integrationErrors } from "./errors";
import { recordIntegrationEvent } from "./integration-events";
import { findIntegration } from "./integration-store";
import type { FieldMappings } from "./schema";

async function save(
  tx: Tx,
  actor: Actor,
  integrationId: string,
  entity: string,
  change: MappingChange,
): Promise<number> {
  const version = await saveMapping(tx, actor, { integrationId, entity }, change);
  await recordIntegrationEvent(tx, actor, {
    integrationId,
    type: "mapping",
    message: `Field mapping of ${entity}: version ${version}`,
  });
  await recordAudit(tx, actor, {
    action: "mapping.saved",
    entity: "integrations",
    recordId: integrationId,
    target: { mapping: entity, version },
  });
  return version;
}

/** Saves the field mappings that came with an integration itself. Throws `mapping_invalid`. */
export async function saveFieldMappings(
  tx: Tx,
  actor: Actor,
  integrationId: string,
  mappings: FieldMappings,
): Promise<void> {
  for (const [entity, fields] of Object.entries(mappings))
    await save(tx, actor, integrationId, entity, { fields, place: `fieldMappings.${entity}` });
}

async function assertIntegration(tx: Tx, id: string): Promise<void> {
  if (!(await findIntegration(tx, id))) throw integrationErrors.integration_not_found();
}

/**
 * How an entity is mapped: in the version asked for, or the one in force. Throws `integration_not_found`,
 * `mapping_version_not_found`.
 */
export function readMapping(
  actor: Actor,
  integrationId: string,
  entity: string,
  version?: number,
): Promise<MappingView> {
  return withOrganization(actor, async (tx) => {
    await assertIntegration(tx, integrationId);
    return mappingView(tx, { integrationId, entity }, version);
  });
}

/**
 * Saves a mapping as the next version, which is in force from now on. Throws `integration_not_found`,
 * `mapping_invalid`, `mapping_stale`.
 */
export async function changeMapping(
  actor: Actor,
  integrationId: string,
  entity: string,
  { fieldMappings: fields, note, version: seenVersion }: MappingRequest,
): Promise<MappingView> {
  await prepareAudit(actor.organizationId);
  return withOrganization(actor, async (tx) => {
    await assertIntegration(tx, integrationId);
    await save(tx, actor, integrationId, entity, { fields, note, seenVersion, place: "fieldMappings" });
    return mappingView(tx, { integrationId, entity });
  });
}

/**
 * Brings the field mappings of an earlier version back, as a version of their own: lookup tables may read otherwise
 * today. Throws `integration_not_found`, `mapping_version_not_found`, `mapping_invalid`.
 */
export async function rollbackMapping(
  actor: Actor,
  integrationId: string,
  entity: string,
  { version, note }: RollbackRequest,
): Promise<MappingView> {
  await prepareAudit(actor.organizationId);
  return withOrganization(actor, async (tx) => {
    await assertIntegration(tx, integrationId);
    const key = { integrationId, entity };
    await save(tx, actor, integrationId, entity, {
      fields: await fieldsOfVersion(tx, key, version),
      note: note ?? `Back to version ${version}`,
      place: "fieldMappings",
    });
    return mappingView(tx, key);
  });
}
