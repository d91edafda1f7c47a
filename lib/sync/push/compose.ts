/** The resource that says at the vendor what our record says here. Pure. */
import { layLocalOver } from "@/lib/conflicts";
import type { EntityPort, RecordReference } from "@/lib/connectors/contract";
import { contentHash } from "@/lib/fhir";
import { derivedFields, withDerivedFields } from "@/lib/records";
import type { MappedItem } from "../pull/map-page";
import type { ChangedLink, ChangedRecord } from "./load-changes";

type Json = Record<string, unknown>;

/** The field a place belongs to: `participants` of `participants[2].practitionerId`. */
function fieldOf(path: string): string {
  return path.split(/[.[]/, 1)[0] ?? path;
}

/**
 * Whom the composed record points at: in the fields that are ours by our links, in all others as the vendor itself
 * says, whether or not we know those records.
 */
function referencesFor(
  change: ChangedRecord,
  remote: Readonly<Record<string, RecordReference>>,
  ours: readonly string[],
): Record<string, RecordReference> {
  const isOurs = ([path]: [string, RecordReference]) => ours.includes(fieldOf(path));
  return Object.fromEntries([
    ...Object.entries(remote).filter((entry) => !isOurs(entry)),
    ...Object.entries(change.references).filter(isOurs),
  ]);
}

/** The vendor's resource as it was read, and as the record that came of it. */
export interface RemoteSide {
  readonly resource: Json;
  readonly item: MappedItem;
  /** `item.data` with the ids of our records. */
  readonly data: Readonly<Json>;
}

export interface Composed {
  readonly resource: Json;
  /** The fields that changed here. */
  readonly fields: readonly string[];
  /** False when the vendor's resource says all of it already. */
  readonly differs: boolean;
}

/** Lays what changed here since both sides agreed into the resource as it was read; all else stays. */
export function composeUpdate(
  port: EntityPort<unknown>,
  change: ChangedRecord,
  link: ChangedLink,
  remote: RemoteSide,
): Composed {
  const { data, fields } = layLocalOver(link.base, change.data, remote.data, derivedFields(change.entity));
  const whole = { ...withDerivedFields(change.entity, data) };
  const references = referencesFor(change, remote.item.references, fields);
  const resource = port.toRemote?.(whole, references, remote.resource) ?? remote.resource;
  return { resource, fields, differs: !contentHash(resource).equals(remote.item.remoteHash) };
}

/** A resource of its own for a record that the vendor does not have. */
export function composeNew(port: EntityPort<unknown>, change: ChangedRecord): Json {
  return port.toRemote?.(change.data, change.references) ?? {};
}
