/** One entity at one vendor: as the catalogue shows it, and how its resources are read and written. */
import type { ConnectorContext } from "./context";
import type { ReadResult, RemoteItem } from "./pull";
import type { Entity, SyncDirection, SyncStrategy } from "./vocabulary";

/** What messages tell of a record. */
export type ToldVerb = "create" | "update" | "delete";

/** What one entity can do at this vendor, as the catalogue shows it. */
export interface SupportedEntity {
  readonly entity: Entity;
  readonly remoteEntity: string;
  readonly directions: readonly SyncDirection[];
  readonly strategies: readonly SyncStrategy[];
  readonly write: {
    readonly create: boolean;
    readonly update: boolean;
    readonly delete: boolean;
    readonly via: "fhir" | "hl7v2" | "api" | null;
    /** Those of them that go as HL7 v2 messages, and so only where the integration names an address for these. */
    readonly messages?: readonly ToldVerb[];
  };
  readonly changeDetection: "version" | "last_updated" | "hash";
  readonly limitations?: readonly string[];
}

/** Whether the vendor shows the entity at all; where not, it is told of our records, and has what it accepted. */
export function isShown({ directions }: Pick<SupportedEntity, "directions">): boolean {
  return directions.some((direction) => direction !== "push");
}

/** A vendor's reference: the record it names is known once that resource was pulled. */
export interface RecordReference {
  readonly entity: Entity;
  readonly remoteId: string;
}

/** A record of ours made from a resource. */
interface MappedRecord {
  readonly data: Record<string, unknown>;
  /** Fields of `data` that will hold the id of another record of ours, and what the vendor calls it. */
  readonly references?: Readonly<Record<string, RecordReference>>;
}

/** A change of a resource that the vendor holds. */
interface RemoteUpdate {
  readonly remoteId: string;
  /** As it was read just before. */
  readonly before: Record<string, unknown>;
  readonly after: Record<string, unknown>;
  /** The vendor's version of `before`, where it has versions. */
  readonly version?: string;
  /** True of one that the vendor was told of and does not show: `before` is what it accepted, and `remoteId` our id. */
  readonly unseen?: boolean;
}

/**
 * Everything about one entity at this vendor. What takes a context is written as a method: the registry holds
 * connectors of different settings side by side, and each is handed only settings that its own schema made.
 */
export interface EntityPort<Config> extends SupportedEntity {
  /** The vendor's resource as our record, before field mappings. Throws `mapping_failed` with the fields at fault. */
  toLocal(resource: Record<string, unknown>): MappedRecord;
  /** Asks for one resource by the vendor's id. Absent where the vendor shows none. */
  read?(context: ConnectorContext<Config>, remoteId: string): Promise<ReadResult>;
  /**
   * Our record as the vendor's resource: laid into `resource` as it was read, of which all stays that our record does
   * not say, else a new one. Present where the vendor takes writes.
   */
  toRemote?(
    data: Readonly<Record<string, unknown>>,
    references: Readonly<Record<string, RecordReference>>,
    resource?: Record<string, unknown>,
  ): Record<string, unknown>;
  /**
   * Creates a resource and reads it back: vendors rewrite what they are given. Its `id` is our record's: vendors give
   * ids of their own, but some know what they are told by a number of ours. Where a new one cannot be found
   * (`newOnesUnseen`) it answers what was accepted, under our id, and may be called again for what perhaps arrived.
   */
  create?(context: ConnectorContext<Config>, resource: Record<string, unknown>): Promise<RemoteItem>;
  /** Changes a resource, unless it has moved since it was read, and reads it back, where it is seen. */
  update?(context: ConnectorContext<Config>, change: RemoteUpdate): Promise<RemoteItem>;
  /**
   * The vendor's resource with its word for one that should not be there: what `update` is given of a record that was
   * deleted here. Present where deletions are told.
   */
  withdrawn?(resource: Record<string, unknown>): Record<string, unknown>;
  /**
   * True where the vendor is told of new ones and does not let them be found: it shows them sometime under ids of its
   * own, or never. Until then they go by our ids.
   */
  readonly newOnesUnseen?: boolean;
  /**
   * What the vendor holds that may be `resource`, as it was given to `create`: asked after a create whose answer was
   * lost, so that nothing is created twice. It may answer too much, never too little.
   */
  alike?(context: ConnectorContext<Config>, resource: Record<string, unknown>): Promise<RemoteItem[]>;
}
