/** Saving a field mapping: what is kept can be run, and says what it cannot do. */
import { isDeepStrictEqual } from "node:util";
import { type Actor, actorRef } from "@/lib/auth";
import type { Tx } from "@/lib/platform/db";
import { validateMapping } from "./compile";
import { mappingErrors } from "./errors";
import { findLookups, lookupNamesIn } from "./lookup-store";
import {
  findVersion,
  insertVersion,
  listVersions,
  lockMapping,
  type MappingKey,
  unmappedVersion,
} from "./mapping-store";
import { type FieldMapping, fieldMappingsSchema, type MappingView } from "./schema";

export interface MappingChange {
  readonly fields: readonly FieldMapping[];
  readonly note?: string | null;
  /** The version that was changed, where the caller knows it. */
  readonly seenVersion?: number;
  /** Where the field mappings stand in what the caller sent. */
  readonly place: string;
}

async function checkMapping(tx: Tx, fields: readonly FieldMapping[]) {
  return validateMapping(fields, await findLookups(tx, lookupNamesIn(fields)));
}

/**
 * Saves field mappings as the next version and answers its number; what is in force already is not saved again.
 * Throws `mapping_invalid` with each error and its place, and `mapping_stale`.
 */
export async function saveMapping(
  tx: Tx,
  actor: Actor,
  key: MappingKey,
  { fields, note = null, seenVersion, place }: MappingChange,
): Promise<number> {
  const { errors } = await checkMapping(tx, fields);
  if (errors.length > 0)
    throw mappingErrors.mapping_invalid({
      detail: "Correct the places named and save it again.",
      errors: errors.map(({ path, message }) => ({ path: place + path, message })),
    });
  await lockMapping(tx, key);
  const current = await findVersion(tx, key);
  const version = current?.version ?? unmappedVersion;
  if (seenVersion !== undefined && seenVersion !== version)
    throw mappingErrors.mapping_stale({
      detail: `Version ${version} is in force. Read it and repeat the change.`,
    });
  const before = fieldMappingsSchema.parse(current?.fields ?? []);
  if (isDeepStrictEqual(before, fields)) return version;
  return insertVersion(tx, actor.organizationId, key, { fields, note, by: actorRef(actor) });
}

/** The field mappings of the version asked for. Throws `mapping_version_not_found`. */
export async function fieldsOfVersion(tx: Tx, key: MappingKey, version: number): Promise<FieldMapping[]> {
  const found = await findVersion(tx, key, version);
  if (!found) throw mappingErrors.mapping_version_not_found();
  return fieldMappingsSchema.parse(found.fields);
}

/** A mapping as people see it: the version asked for, or the one in force. Throws `mapping_version_not_found`. */
export async function mappingView(tx: Tx, key: MappingKey, version?: number): Promise<MappingView> {
  const shown = await findVersion(tx, key, version);
  if (!shown && version !== undefined) throw mappingErrors.mapping_version_not_found();
  const { notices } = await checkMapping(tx, shown?.fields ?? []);
  const versions = await listVersions(tx, key);
  return {
    entity: key.entity,
    version: shown?.version ?? unmappedVersion,
    note: shown?.note ?? null,
    by: shown?.by ?? null,
    at: shown?.at.toISOString() ?? null,
    fieldMappings: [...(shown?.fields ?? [])],
    notices: [...notices],
    versions: versions.map(({ at, ...saved }) => ({ ...saved, at: at.toISOString() })),
  };
}
