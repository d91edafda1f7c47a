/** The versions of field mappings. The highest of an integration's entity is in force; none is ever changed. */
import type { ActorRef } from "@/lib/auth";
import { now } from "@/lib/platform/clock";
import type { Tx } from "@/lib/platform/db";
import { type CompiledMapping, compileMapping } from "./compile";
import { findLookups, lookupNamesIn } from "./lookup-store";
import type { FieldMapping } from "./schema";

/** Whose mapping: the entity of an integration. */
export interface MappingKey {
  readonly integrationId: string;
  readonly entity: string;
}

interface MappingVersion {
  readonly version: number;
  readonly fields: readonly FieldMapping[];
  readonly note: string | null;
  readonly by: ActorRef;
  readonly at: Date;
}

/** A mapping in force, ready to run. */
export interface VersionedMapping extends CompiledMapping {
  readonly version: number;
}

/** The version of records that no mapping had a part in. */
export const unmappedVersion = 0;

/** The version asked for, or the one in force. */
export function findVersion(
  tx: Tx,
  { integrationId, entity }: MappingKey,
  version?: number,
): Promise<MappingVersion | undefined> {
  return tx.one<MappingVersion>(
    `select version, fields, note, saved_by as by, saved_at as at from field_mappings
      where integration_id = $1 and entity = $2 and ($3::int is null or version = $3)
      order by version desc limit 1`,
    [integrationId, entity, version ?? null],
  );
}

const mostVersionsShown = 100;

/** Who saved what when, newest first. */
export function listVersions(
  tx: Tx,
  { integrationId, entity }: MappingKey,
): Promise<Omit<MappingVersion, "fields">[]> {
  return tx.query(
    `select version, note, saved_by as by, saved_at as at from field_mappings
      where integration_id = $1 and entity = $2 order by version desc limit ${mostVersionsShown}`,
    [integrationId, entity],
  );
}

/** Holds a mapping until the transaction ends: whoever saves it next waits, and sees what was saved. */
export async function lockMapping(tx: Tx, { integrationId, entity }: MappingKey): Promise<void> {
  await tx.execute("select pg_advisory_xact_lock(hashtextextended($1, 0))", [`${integrationId}/${entity}`]);
}

/** The next version of a mapping that the caller has locked; answers its number. */
export async function insertVersion(
  tx: Tx,
  organizationId: string,
  { integrationId, entity }: MappingKey,
  saved: Pick<MappingVersion, "fields" | "note" | "by">,
): Promise<number> {
  const row = await tx.one<{ version: number }>(
    `insert into field_mappings (integration_id, entity, version, organization_id, fields, note, saved_by, saved_at)
     select $1, $2, coalesce(max(version), 0) + 1, $3, $4, $5, $6, $7
       from field_mappings where integration_id = $1 and entity = $2
     returning version`,
    [
      integrationId,
      entity,
      organizationId,
      JSON.stringify(saved.fields),
      saved.note,
      JSON.stringify(saved.by),
      now(),
    ],
  );
  return row?.version ?? unmappedVersion;
}

const keptMappings = 200;
const kept = new Map<string, VersionedMapping>();

async function compiledVersion(tx: Tx, key: MappingKey, version: number): Promise<VersionedMapping> {
  const name = `${key.integrationId}/${key.entity}/${version}`;
  const known = kept.get(name);
  if (known) return known;
  const fields = (await findVersion(tx, key, version))?.fields ?? [];
  const compiled = { ...compileMapping(fields, await findLookups(tx, lookupNamesIn(fields))), version };
  if (kept.size >= keptMappings) kept.clear();
  kept.set(name, compiled);
  return compiled;
}

/**
 * The mappings of an integration, by entity: those in force, or the versions asked for, of which an entity without one
 * had none. What a version means never changes, so that each is compiled once per process. Throws `mapping_invalid`.
 */
export async function mappingsOf(
  tx: Tx,
  integrationId: string,
  versions: Readonly<Record<string, number>> | null = null,
): Promise<ReadonlyMap<string, VersionedMapping>> {
  const rows = await tx.query<{ entity: string; version: number }>(
    `select entity, max(version) as version from field_mappings
      where integration_id = $1 and ($2::jsonb is null or version = ($2::jsonb->>entity)::int) group by entity`,
    [integrationId, versions && JSON.stringify(versions)],
  );
  const mappings = new Map<string, VersionedMapping>();
  for (const { entity, version } of rows)
    mappings.set(entity, await compiledVersion(tx, { integrationId, entity }, version));
  return mappings;
}

/** The mapping in force of one entity; null when it never had one. Throws `mapping_invalid`. */
export async function mappingOf(
  tx: Tx,
  integrationId: string,
  entity: string,
): Promise<VersionedMapping | null> {
  const key = { integrationId, entity };
  const found = await findVersion(tx, key);
  return found ? compiledVersion(tx, key, found.version) : null;
}
