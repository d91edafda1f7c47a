/** A page of vendor resources as records of ours, before the database has seen any of it. Pure. */
import type { Connector, RecordReference, RemoteItem } from "@/lib/connectors/contract";
import { contentHash } from "@/lib/fhir";
import { isCarelaneError } from "@/lib/platform/errors";
import { entitySchemas, isRecordEntity, type RecordEntity } from "@/lib/records";
import type { RecordError } from "./run";

export interface MappedItem {
  readonly entity: RecordEntity;
  readonly remoteId: string;
  readonly remoteVersion?: string;
  /** The vendor's resource as it came. */
  readonly text: string;
  /** Hash of the vendor's resource without what changes by itself. */
  readonly remoteHash: Buffer;
  readonly data: Record<string, unknown>;
  /** Fields of `data` that will hold the id of another record. */
  readonly references: Readonly<Record<string, RecordReference>>;
}

export interface MappedPage {
  readonly items: readonly MappedItem[];
  readonly errors: readonly RecordError[];
}

/** A page holds a key once: the last one wins, as the vendor said it last. */
function lastOfEach(items: readonly RemoteItem[]): RemoteItem[] {
  const byKey = new Map<string, RemoteItem>();
  for (const item of items) byKey.set(`${item.entity}/${item.remoteId}`, item);
  return [...byKey.values()];
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

function mapItem(connector: Connector, item: RemoteItem): MappedItem | RecordError {
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
      remoteHash: contentHash(item.resource),
      data: checked.data,
      references: mapped.references ?? {},
    };
  } catch (error) {
    return mappingError(item, error);
  }
}

/** Maps and checks every item; one that fails becomes an error and the rest go on. */
export function mapPage(connector: Connector, items: readonly RemoteItem[]): MappedPage {
  const mapped: MappedItem[] = [];
  const errors: RecordError[] = [];
  for (const item of lastOfEach(items)) {
    const result = mapItem(connector, item);
    if ("stage" in result) errors.push(result);
    else mapped.push(result);
  }
  return { items: mapped, errors };
}
