/** What a field mapping makes of one record: every step before and after, and why a field was refused. Writes nothing. */
import { z } from "zod";
import { prepareAudit, recordAudit } from "@/lib/audit";
import type { Actor } from "@/lib/auth";
import type { Entity, EntityPort } from "@/lib/connectors/contract";
import { connectorById } from "@/lib/connectors/registry";
import { findIntegration, integrationErrors, loadConnectorContext } from "@/lib/integrations";
import {
  applyPull,
  applyPush,
  type CompiledMapping,
  compileMapping,
  findLookups,
  type MappingKey,
  type MappingOutcome,
  mappingErrors,
  mappingOf,
  validateMapping,
} from "@/lib/mapping";
import type { MappingPreview, PreviewRequest } from "@/lib/mapping/schema";
import { openVault } from "@/lib/platform/crypto";
import { type Tx, withOrganization } from "@/lib/platform/db";
import { isCarelaneError } from "@/lib/platform/errors";
import { idSchema } from "@/lib/platform/ids";
import { isRecordEntity, rawParts, withChangedFields } from "@/lib/records";
import { syncErrors } from "./errors";

type Json = Record<string, unknown>;

interface Subject {
  readonly actor: Actor;
  readonly integrationId: string;
  readonly entity: Entity;
}

/** Both sides of what is previewed, as far as they are known. */
interface Sides {
  readonly resource: Json;
  readonly record: Json;
}

interface LinkedRow {
  link_id: string;
  record_id: string;
  data: Json;
  body: Buffer | null;
}

async function chosenMapping(
  tx: Tx,
  { integrationId, entity }: MappingKey,
  { mapping }: PreviewRequest,
): Promise<CompiledMapping> {
  if (!mapping) return (await mappingOf(tx, integrationId, entity)) ?? compileMapping([]);
  const { compiled, errors } = validateMapping(mapping, await findLookups(tx));
  if (compiled) return compiled;
  throw mappingErrors.mapping_invalid({
    errors: errors.map(({ path, message }) => ({ path: `mapping${path}`, message })),
  });
}

function findLinked(tx: Tx, { integrationId, entity }: Subject, request: PreviewRequest) {
  const recordId = idSchema.safeParse(request.recordId).data ?? null;
  return tx.one<LinkedRow>(
    `select l.id as link_id, l.record_id, r.data, s.body
       from sync_links l join entity_records r on r.id = l.record_id left join remote_resources s on s.link_id = l.id
      where l.integration_id = $1 and l.entity = $2 and (l.record_id = $3 or l.remote_id = $4) limit 1`,
    [integrationId, entity, recordId, request.remoteId ?? null],
  );
}

async function readLive({ actor, integrationId, entity }: Subject, remoteId: string): Promise<Json> {
  const { connector, context } = await loadConnectorContext(actor, integrationId);
  const result = await connector.entities[entity]?.read?.(context, remoteId);
  if (result?.state === "found") return result.item.resource;
  if (result?.state === "merged") return result.into.resource;
  const why = result?.state === "refused" ? result.error.title : "The vendor has no such record.";
  throw syncErrors.preview_impossible({ detail: why });
}

/** What the vendor holds comes live where its id is given, else as it was last taken in. The look is audited. */
async function sidesOf(subject: Subject, request: PreviewRequest): Promise<Sides> {
  if (request.record) return { resource: request.record, record: request.record };
  const { actor, integrationId, entity } = subject;
  const vault = await openVault(actor.organizationId, "resources");
  const live = request.remoteId === undefined ? undefined : await readLive(subject, request.remoteId);
  await prepareAudit(actor.organizationId);
  return withOrganization(actor, async (tx) => {
    const row = await findLinked(tx, subject, request);
    if (!row && !live) {
      throw syncErrors.preview_impossible({ detail: "This integration has no link with the record." });
    }
    const target = { integrationId, ...(request.remoteId !== undefined && { remoteId: request.remoteId }) };
    await recordAudit(tx, actor, { action: "records.raw", entity, recordId: row?.record_id, target });
    const kept = row?.body ? JSON.parse(vault.openText(row.body, rawParts(row.link_id))) : {};
    return { resource: live ?? kept, record: row?.data ?? {} };
  });
}

function viewOf(input: Json, { output, steps, errors }: MappingOutcome): MappingPreview {
  const told = errors.map(({ path, message }) => ({ path, message }));
  return { input, output, steps: [...steps], errors: told };
}

/** The record as the connector alone reads it; a sample that is no resource of the vendor's is read as nothing. */
function converted(
  port: EntityPort<unknown>,
  resource: Json,
): { data: Json; errors: MappingPreview["errors"] } {
  try {
    return { data: port.toLocal(resource).data, errors: [] };
  } catch (error) {
    if (!isCarelaneError(error)) throw error;
    return { data: {}, errors: [...(error.errors ?? [{ path: "", message: error.detail ?? error.title }])] };
  }
}

/** As pulled: converted, mapped, and checked by the entity's schema. */
async function previewPull(
  mapping: CompiledMapping,
  port: EntityPort<unknown>,
  { resource }: Sides,
): Promise<MappingPreview> {
  const base = converted(port, resource);
  const [outcome] = await applyPull(mapping, [{ resource, record: base.data }], { tellsSteps: true });
  if (!outcome || !isRecordEntity(port.entity)) throw syncErrors.preview_impossible();
  const view = viewOf(resource, outcome);
  try {
    const output = withChangedFields(port.entity, base.data, outcome.output);
    return { ...view, output, errors: [...base.errors, ...view.errors] };
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    const invalid = error.issues.map(({ path, message }) => ({ path: z.core.toDotPath(path), message }));
    return { ...view, errors: [...base.errors, ...view.errors, ...invalid] };
  }
}

/** What the mapping writes into the vendor's resource; a sample is written into an empty one. */
async function previewPush(mapping: CompiledMapping, { record, resource }: Sides, isSample: boolean) {
  const into = isSample ? {} : resource;
  const [outcome] = await applyPush(mapping, [{ record, resource: into }], { tellsSteps: true });
  if (!outcome) throw syncErrors.preview_impossible();
  return viewOf(record, outcome);
}

/**
 * Runs the mapping in force, or one that is not saved yet, over one record. Throws `integration_not_found`,
 * `mapping_invalid`, `preview_impossible` and what reading from the vendor throws.
 */
export async function previewMapping(
  actor: Actor,
  integrationId: string,
  entity: string,
  request: PreviewRequest,
): Promise<MappingPreview> {
  const { integration, mapping } = await withOrganization(actor, async (tx) => {
    const row = await findIntegration(tx, integrationId);
    if (!row) throw integrationErrors.integration_not_found();
    return { integration: row, mapping: await chosenMapping(tx, { integrationId, entity }, request) };
  });
  const ports = Object.values(connectorById(integration.connectorId)?.entities ?? {});
  const port = ports.find((candidate) => candidate.entity === entity);
  if (!port) throw syncErrors.preview_impossible({ detail: `${integration.provider} has no ${entity}.` });
  const sides = await sidesOf({ actor, integrationId, entity: port.entity }, request);
  if (request.direction === "pull") return previewPull(mapping, port, sides);
  return previewPush(mapping, sides, request.record !== undefined);
}
