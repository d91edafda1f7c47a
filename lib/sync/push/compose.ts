/** The resource that says at the vendor what our record says here. */
import { layLocalOver } from "@/lib/conflicts";
import type { EntityPort, RecordReference } from "@/lib/connectors/contract";
import { contentHash } from "@/lib/fhir";
import { applyPush, mappingErrors, type PushInput, withoutMappedFields } from "@/lib/mapping";
import type { CarelaneError } from "@/lib/platform/errors";
import { derivedFields, withChangedFields, withDerivedFields } from "@/lib/records";
import type { MappedItem } from "../commit/map-page";
import type { Slice } from "../slice";
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

type Vendor = Pick<Slice, "connector" | "mappings">;

/** A change that is to be sent, with the vendor's side of it as it was read. */
export interface AsAgreed {
  readonly change: ChangedRecord;
  readonly link: ChangedLink;
  readonly remote: RemoteSide;
}

export interface Composed {
  readonly resource: Json;
  /** A required field that could not be mapped back: this cannot be sent. */
  readonly error?: CarelaneError;
}

export interface ComposedUpdate extends Composed, AsAgreed {
  /** The fields that changed here. */
  readonly fields: readonly string[];
  /** False when the vendor's resource says all of it already. */
  readonly differs: boolean;
}

/** A record on its way out, with its resource as the connector's converter writes it. */
type Draft = PushInput & { readonly resource: Json };

/** Lays what the entity's mapping, if it has one, writes over the converted resources. */
async function mapBack(vendor: Vendor, entity: string, drafts: readonly Draft[]): Promise<Composed[]> {
  const mapping = vendor.mappings.get(entity);
  if (!mapping) return drafts.map(({ resource }) => ({ resource }));
  const outcomes = await applyPush(mapping, drafts);
  return outcomes.map(({ output, errors }) => {
    const missing = errors.filter(({ required }) => required);
    if (missing.length === 0) return { resource: { ...Object(output) } };
    const detail = missing.map(({ path, message }) => `${path}: ${message}`).join("; ");
    return { resource: {}, error: mappingErrors.value_unfit({ detail }) };
  });
}

/** What the converter may write of a record: what a mapping reads elsewhere, it writes there. */
function forConverter(
  vendor: Vendor,
  port: EntityPort<unknown>,
  whole: Json,
  { resource, item }: RemoteSide,
) {
  const mapping = vendor.mappings.get(item.entity);
  if (!mapping) return whole;
  const plain = withoutMappedFields(mapping, whole, port.toLocal(resource).data);
  return { ...withChangedFields(item.entity, whole, plain) };
}

/** What the vendor is told of a record that is deleted here. */
function withdrawal(port: EntityPort<unknown>, { resource, data }: RemoteSide) {
  return { record: data, before: data, resource: port.withdrawn?.(resource) ?? resource, fields: [] };
}

/** Lays what changed here since both sides agreed into the resources as they were read; all else stays. */
export async function composeUpdates(
  vendor: Vendor,
  updates: readonly AsAgreed[],
): Promise<ComposedUpdate[]> {
  const [first] = updates;
  const port = first && vendor.connector.entities[first.change.entity];
  if (!port) return [];
  const drafts = updates.map(({ change, link, remote }) => {
    if (change.deleted) return withdrawal(port, remote);
    const { data, fields } = layLocalOver(link.base, change.told, remote.data, derivedFields(change.entity));
    const record = { ...withDerivedFields(change.entity, data) };
    const references = referencesFor(change, remote.item.references, fields);
    const plain = forConverter(vendor, port, record, remote);
    const resource = port.toRemote?.(plain, references, remote.resource) ?? remote.resource;
    return { record, before: remote.data, resource, fields };
  });
  const composed = await mapBack(vendor, first.change.entity, drafts);
  return updates.flatMap((update, index) => {
    const [draft, made] = [drafts[index], composed[index]];
    if (!draft || !made) return [];
    const differs = !contentHash(made.resource).equals(update.remote.item.remoteHash);
    return { ...update, ...made, fields: draft.fields, differs };
  });
}

/** Resources of their own for records that the vendor does not have. */
export async function composeNew(
  vendor: Vendor,
  records: readonly ChangedRecord[],
): Promise<(Composed & { readonly change: ChangedRecord })[]> {
  const [first] = records;
  const toRemote = first && vendor.connector.entities[first.entity]?.toRemote;
  if (!toRemote) return [];
  const drafts = records.map(({ data, references, recordId }) => ({
    record: data,
    resource: { ...toRemote(data, references), id: recordId },
  }));
  const composed = await mapBack(vendor, first.entity, drafts);
  return records.flatMap((change, index) => {
    const made = composed[index];
    return made ? [{ ...made, change }] : [];
  });
}
