/** A page of vendor resources as records of ours, before the database has seen any of it. Pure. */
import type { Connector, Entity, RecordReference, RemoteItem } from "@/lib/connectors/contract";
import { contentHash } from "@/lib/fhir";
import { isCarelaneError } from "@/lib/platform/errors";
import { mapInTurns } from "@/lib/platform/turns";
import { entitySchemas, isRecordEntity, type RecordEntity } from "@/lib/records";
import type { RecordError } from "./run";

/** What tells whether the vendor's resource is the one last agreed on. */
export interface HashedItem {
  readonly entity: Entity;
  readonly remoteId: string;
  /** Hash of the vendor's resource without what changes by itself. */
  readonly remoteHash: Buffer;
}

export interface MappedItem extends HashedItem {
  readonly entity: RecordEntity;
  readonly remoteVersion?: string;
  /** The vendor's resource as it came. */
  readonly text: string;
  readonly data: Record<string, unknown>;
  /** Fields of `data` that will hold the id of another record. */
  readonly references: Readonly<Record<string, RecordReference>>;
}

export interface MappedPage {
  readonly items: readonly MappedItem[];
  readonly errors: readonly RecordError[];
}

/** A resource with its hash. */
export type HashedResource = RemoteItem & HashedItem;

/** Hashes the items of a page, which holds a key once: the last one wins, as the vendor said it last. */
export function hashItems(items: readonly RemoteItem[]): Promise<HashedResource[]> {
  const byKey = new Map(items.map((item) => [`${item.entity}/${item.remoteId}`, item]));
  return mapInTurns(byKey.values(), (item) => ({ ...item, remoteHash: contentHash(item.resource) }));
}

function refused(item: RemoteItem, stage: "map" | "validate", detail: string): RecordError {
  return {
    entity: item.entity,
    remoteId: item.remoteId,
    stage,
    code: stage === "map" ? "mapping_failed" : "record_invalid",
    title: stage === "map" ? "The resource could not be mapped" : "The mapped record is not complete",
    detail,
    owner: "vendor",
    retryable: false,
  };
}

function mappingError(item: RemoteItem, error: unknown): RecordError {
  if (!isCarelaneError(error)) throw error;
  const fields = (error.errors ?? []).map((field) => `${field.path}: ${field.message}`).join("; ");
  return refused(item, "map", fields || (error.detail ?? error.title));
}

function mapItem(connector: Connector, item: HashedResource): MappedItem | RecordError {
  const port = connector.entities[item.entity];
  if (!port || !isRecordEntity(item.entity))
    return refused(item, "map", `${connector.name} has no mapping for ${item.entity}.`);
  try {
    const mapped = port.toLocal(item.resource);
    const checked = entitySchemas[item.entity].safeParse(mapped.data);
    if (!checked.success) {
      const paths = checked.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.code}`);
      return refused(item, "validate", paths.join("; "));
    }
    return {
      entity: item.entity,
      remoteId: item.remoteId,
      remoteVersion: item.remoteVersion,
      text: item.text,
      remoteHash: item.remoteHash,
      data: checked.data,
      references: mapped.references ?? {},
    };
  } catch (error) {
    return mappingError(item, error);
  }
}

/** Maps and checks every item; one that fails becomes an error and the rest go on. */
export async function mapItems(connector: Connector, items: readonly HashedResource[]): Promise<MappedPage> {
  const page: { items: MappedItem[]; errors: RecordError[] } = { items: [], errors: [] };
  await mapInTurns(items, (item) => {
    const result = mapItem(connector, item);
    if ("stage" in result) page.errors.push(result);
    else page.items.push(result);
  });
  return page;
}

/** Hashes, maps and checks every item. */
export async function mapPage(connector: Connector, items: readonly RemoteItem[]): Promise<MappedPage> {
  return mapItems(connector, await hashItems(items));
}
