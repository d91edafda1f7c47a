/** A page of vendor resources as records of ours, before the database has seen any of it. */
import { z } from "zod";
import type { Connector, Entity, RecordReference, RemoteItem } from "@/lib/connectors/contract";
import { contentHash } from "@/lib/fhir";
import { applyPull, type MappingOutcome, unmappedVersion, type VersionedMapping } from "@/lib/mapping";
import { isCarelaneError } from "@/lib/platform/errors";
import { mapInTurns } from "@/lib/platform/turns";
import { entitySchemas, isRecordEntity, type RecordEntity, withChangedFields } from "@/lib/records";
import type { MappingWarning, RecordError } from "../run/sync-run";

/** The field mappings in force, by entity; most integrations have none. */
export type Mappings = ReadonlyMap<string, VersionedMapping>;

/** What tells whether the record made of the vendor's resource would be the one last agreed on. */
export interface HashedItem {
  readonly entity: Entity;
  readonly remoteId: string;
  /** Hash of the vendor's resource without what changes by itself. */
  readonly remoteHash: Buffer;
  /** Version of the field mapping that makes the record; 0 without one. */
  readonly mappedBy: number;
  /** Hash of the line of an export it came on. */
  readonly lineHash?: Buffer;
}

export interface MappedItem extends HashedItem {
  readonly entity: RecordEntity;
  readonly remoteVersion?: string;
  /** The vendor's resource as it came. */
  readonly text: string;
  /** The same compressed, where that was done ahead of the transaction. */
  readonly packed?: Buffer;
  readonly data: Record<string, unknown>;
  /** Fields of `data` that will hold the id of another record. */
  readonly references: Readonly<Record<string, RecordReference>>;
}

export interface MappedPage {
  readonly items: readonly MappedItem[];
  readonly errors: readonly RecordError[];
  readonly warnings: readonly MappingWarning[];
}

/** The version of the mapping that makes records of an entity. */
export function mappedBy(mappings: Mappings, entity: Entity): number {
  return mappings.get(entity)?.version ?? unmappedVersion;
}

/** A resource with its hash. */
export type HashedResource = RemoteItem & HashedItem;

/** Hashes the items of a page, which holds a key once: the last one wins, as the vendor said it last. */
export function hashItems(items: readonly RemoteItem[], mappings: Mappings): Promise<HashedResource[]> {
  const byKey = new Map(items.map((item) => [`${item.entity}/${item.remoteId}`, item]));
  return mapInTurns(byKey.values(), (item) => ({
    ...item,
    remoteHash: contentHash(item.resource),
    mappedBy: mappedBy(mappings, item.entity),
  }));
}

type Stage = "map" | "validate";

function refused(item: RemoteItem, stage: Stage, detail: string, owner: RecordError["owner"]): RecordError {
  return {
    entity: item.entity,
    remoteId: item.remoteId,
    stage,
    code: stage === "map" ? "mapping_failed" : "record_invalid",
    title: stage === "map" ? "The resource could not be mapped" : "The mapped record is not complete",
    detail,
    owner,
    retryable: false,
  };
}

/** A resource as its connector reads it. */
interface Converted {
  readonly item: HashedResource;
  readonly entity: RecordEntity;
  readonly data: Record<string, unknown>;
  readonly references: MappedItem["references"];
}

function convert(connector: Connector, item: HashedResource): Converted | RecordError {
  const port = connector.entities[item.entity];
  if (!port || !isRecordEntity(item.entity))
    return refused(item, "map", `${connector.name} has no mapping for ${item.entity}.`, "vendor");
  try {
    const { data, references = {} } = port.toLocal(item.resource);
    return { item, entity: item.entity, data, references };
  } catch (error) {
    if (!isCarelaneError(error)) throw error;
    const fields = (error.errors ?? []).map((field) => `${field.path}: ${field.message}`).join("; ");
    return refused(item, "map", fields || (error.detail ?? error.title), "vendor");
  }
}

/** The record that `make` gives, checked by its entity's schema. */
function checked(
  { item, entity, references }: Converted,
  make: () => Record<string, unknown>,
): MappedItem | RecordError {
  try {
    const { remoteId, remoteVersion, text, remoteHash, mappedBy, lineHash } = item;
    const known = { entity, remoteId, remoteVersion, remoteHash, mappedBy, lineHash };
    return { ...known, text, data: make(), references };
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    const paths = error.issues.map((issue) => `${issue.path.join(".")}: ${issue.code}`);
    return refused(item, "validate", paths.join("; "), "vendor");
  }
}

/** What a mapping made of a resource: without a required field it is an error, and says which. */
function mapped(converted: Converted, { output, errors }: MappingOutcome): MappedItem | RecordError {
  const missing = errors.filter(({ required }) => required);
  if (missing.length > 0) {
    const fields = missing.map(({ path, message }) => (path ? `${path}: ${message}` : message));
    return refused(converted.item, "map", fields.join("; "), "tenant");
  }
  return checked(converted, () => withChangedFields(converted.entity, converted.data, output));
}

interface PageParts {
  readonly items: MappedItem[];
  readonly errors: RecordError[];
  readonly warnings: MappingWarning[];
}

function take(page: PageParts, result: MappedItem | RecordError): void {
  if ("stage" in result) page.errors.push(result);
  else page.items.push(result);
}

/** Lays what a mapping reads over the converted records of its entity. */
async function throughMapping(page: PageParts, mapping: VersionedMapping, group: readonly Converted[]) {
  const inputs = group.map(({ item, data }) => ({ resource: item.resource, record: data }));
  const outcomes = await applyPull(mapping, inputs);
  await mapInTurns(group.entries(), ([index, converted]) => {
    const outcome = outcomes[index];
    if (!outcome) return;
    const { entity } = converted;
    page.warnings.push(
      ...outcome.errors.flatMap(({ required, ...field }) => (required ? [] : { entity, ...field })),
    );
    take(page, mapped(converted, outcome));
  });
}

/** Maps and checks every item; one that fails becomes an error and the rest go on. */
export async function mapItems(
  connector: Connector,
  items: readonly HashedResource[],
  mappings: Mappings,
): Promise<MappedPage> {
  const page: PageParts = { items: [], errors: [], warnings: [] };
  const toMap: Converted[] = [];
  await mapInTurns(items, (item) => {
    const converted = convert(connector, item);
    if ("stage" in converted) page.errors.push(converted);
    else if (mappings.has(item.entity)) toMap.push(converted);
    else
      take(
        page,
        checked(converted, () => entitySchemas[converted.entity].parse(converted.data)),
      );
  });
  for (const [entity, group] of Map.groupBy(toMap, (converted) => converted.entity)) {
    const mapping = mappings.get(entity);
    if (mapping) await throughMapping(page, mapping, group);
  }
  return page;
}

/** Hashes, maps and checks every item. */
export async function mapPage(
  connector: Connector,
  items: readonly RemoteItem[],
  mappings: Mappings,
): Promise<MappedPage> {
  return mapItems(connector, await hashItems(items, mappings), mappings);
}
