/**
 * What every connector is: a declaration (what it can do, what its form asks) and the doors through which
 * sync, health checks and webhooks reach the vendor. A folder of this directory implements it for one vendor;
 * what a vendor cannot do is absent here, never a default answer.
 */
import type { z } from "zod";

export type Entity =
  | "patients"
  | "practitioners"
  | "observations"
  | "conditions"
  | "medications"
  | "medication_requests"
  | "appointments"
  | "encounters"
  | "diagnostic_reports"
  | "documents";

export type SyncDirection = "pull" | "push" | "bidirectional";
export type SyncStrategy = "webhook" | "polling" | "realtime" | "batch" | "manual";
export type AuthType = "api_key" | "oauth2" | "basic" | "jwt" | "certificate" | "custom";
export type IntegrationType =
  | "ehr"
  | "lab"
  | "insurance"
  | "ecommerce"
  | "payment"
  | "pharmacy"
  | "imaging"
  | "billing"
  | "custom"
  | "dental"
  | "shipping"
  | "messaging";

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
  };
  readonly changeDetection: "version" | "last_updated" | "hash";
  readonly limitations?: readonly string[];
}

/** How a connector signs: our key pair of this integration, private half. */
export interface SigningKey {
  readonly keyId: string;
  readonly algorithm: "RS384" | "ES384";
  readonly privateKey: CryptoKey;
}

/** An entity that is switched on at an integration, and which ways it goes. */
export interface EntityAccess {
  readonly entity: Entity;
  readonly direction: SyncDirection;
}

/** One integration as its connector sees it. */
export interface ConnectorContext<Config> {
  readonly integrationId: string;
  readonly organizationId: string;
  readonly config: Config;
  /** What the integration synchronises: nothing else needs to be asked for at sign-in. */
  readonly access: readonly EntityAccess[];
  /** Absent for connectors that sign nothing. */
  readonly signingKey?: () => Promise<SigningKey>;
  readonly signal?: AbortSignal;
}

/** A resource as it came: the vendor's text, and what it parses to. */
export interface RemoteItem {
  readonly entity: Entity;
  readonly remoteId: string;
  readonly text: string;
  readonly resource: Record<string, unknown>;
  /** The vendor's version where it has reliable ones. */
  readonly remoteVersion?: string;
  /** SHA-256 of the line of an export it came on: a server that exports it again unchanged sends the same line. */
  readonly lineHash?: Buffer;
}

/** A line of an export that is read only if it is not the one that was taken in last. */
export interface UnreadItem {
  readonly entity: Entity;
  /** What stands where the id usually stands: a guess, until the line is read. */
  readonly remoteId: string;
  readonly lineHash: Buffer;
  readonly read: () => Pick<PullPage, "items" | "errors" | "deleted">;
}

/** One thing that could not be read; the rest of the page is fine. `title` and `detail` hold no data. */
export interface ItemError {
  readonly entity: Entity;
  readonly remoteId?: string;
  readonly stage: "fetch" | "parse";
  readonly code: string;
  readonly title: string;
  readonly detail?: string;
  readonly owner: "vendor" | "tenant" | "carelane";
  readonly retryable: boolean;
}

/** What the vendor says of a resource asked for by id. */
export type ReadResult =
  | { readonly state: "found"; readonly item: RemoteItem }
  | { readonly state: "deleted"; readonly remoteId: string }
  | { readonly state: "merged"; readonly remoteId: string; readonly into: RemoteItem }
  | { readonly state: "refused"; readonly remoteId: string; readonly error: ItemError };

/** Where a pull stands: opaque to everyone but the connector that made it, kept as JSON, holds no secret. */
export type PullCursor = Readonly<Record<string, unknown>>;

/**
 * One page of a pull. `cursor` resumes after it; null says that this was the last, and whoever asks for another one
 * has kept it.
 */
export interface PullPage {
  readonly items: readonly RemoteItem[];
  /** Only where the request allows it. */
  readonly unread?: readonly UnreadItem[];
  readonly errors: readonly ItemError[];
  /** Ids the vendor itself says are deleted. */
  readonly deleted?: readonly { readonly entity: Entity; readonly remoteId: string }[];
  readonly cursor: PullCursor | null;
  /** The vendor wants to be asked again only after this time; the page is empty. */
  readonly waitMs?: number;
  /** Why it waits, in words for people. */
  readonly waitReason?: string;
  /** How many items the run will have, when the vendor tells. */
  readonly total?: number;
  /** How long the vendor took for this page, in milliseconds. */
  readonly fetchMs: number;
  /** Something people should read in the job's story. */
  readonly note?: string;
  /**
   * Only on the last page. `wholePopulation`: the run read everything there is, so that what is missing may be asked
   * for. `changedSince`: by the vendor's clock, from when on the next run has to look for changes (ISO 8601).
   */
  readonly complete?: { readonly wholePopulation: boolean; readonly changedSince?: string };
}

export interface PullRequest {
  readonly entities: readonly Entity[];
  readonly mode: "full" | "incremental";
  /**
   * What an earlier run's `complete.changedSince` said: nothing older needs to be read. Given to incremental runs, where
   * each of the entities was read up to it; a vendor that tells no times of change reads everything.
   */
  readonly changedSince?: string;
  /** Present to go on where an earlier slice stopped. */
  readonly cursor?: PullCursor;
  /** One patient with all that belongs to them, instead of the population. */
  readonly patient?: PatientSelector;
  /** Lines of an export may be left unread: most of them are known. */
  readonly mayLeaveUnread?: boolean;
  /** Most items a page should hold: read anew for each page, it follows the speed of the database. */
  readonly pageSize: number;
  /**
   * The cursor up to which everything is kept, read anew at any time. The engine reads a page ahead: what lies behind
   * this cursor, and only that, will not be asked for again. Absent, nothing is known to be kept.
   */
  readonly settled?: PullCursor;
  /** Ids already linked, in order, after the one given: for vendors that must be asked patient by patient. */
  readonly knownRemoteIds: (entity: Entity, after: string | null, limit: number) => Promise<string[]>;
}

export interface PatientSelector {
  readonly remoteId?: string;
  readonly demographics?: {
    readonly family?: string;
    readonly given?: string;
    readonly birthDate?: string;
    readonly identifier?: string;
    readonly gender?: string;
    readonly phone?: string;
    readonly email?: string;
  };
}

/** A vendor's reference: the record it names is known once that resource was pulled. */
export interface RecordReference {
  readonly entity: Entity;
  readonly remoteId: string;
}

/** A record of ours made from a resource. */
export interface MappedRecord {
  readonly data: Record<string, unknown>;
  /** Fields of `data` that will hold the id of another record of ours, and what the vendor calls it. */
  readonly references?: Readonly<Record<string, RecordReference>>;
}

/** A change of a resource that the vendor holds. */
export interface RemoteUpdate {
  readonly remoteId: string;
  /** As it was read just before. */
  readonly before: Record<string, unknown>;
  readonly after: Record<string, unknown>;
  /** The vendor's version of `before`, where it has versions. */
  readonly version?: string;
}

/**
 * Everything about one entity at this vendor. What takes a context is written as a method: the registry holds
 * connectors of different settings side by side, and each is handed only settings that its own schema made.
 */
export interface EntityPort<Config> extends SupportedEntity {
  /** The vendor's resource as our record, before field mappings. Throws `mapping_failed` with the fields at fault. */
  toLocal(resource: Record<string, unknown>): MappedRecord;
  /** Asks for one resource by the vendor's id. */
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
  /** Creates a resource and reads it back: vendors rewrite what they are given. */
  create?(context: ConnectorContext<Config>, resource: Record<string, unknown>): Promise<RemoteItem>;
  /** Changes a resource, unless it has moved since it was read, and reads it back. */
  update?(context: ConnectorContext<Config>, change: RemoteUpdate): Promise<RemoteItem>;
  /**
   * What the vendor holds that may be `resource`: asked after a create whose answer was lost, so that nothing is
   * created twice. It may answer too much, never too little.
   */
  alike?(context: ConnectorContext<Config>, resource: Record<string, unknown>): Promise<RemoteItem[]>;
}

/** A message that a vendor sent to us, as it came. */
export interface VendorMessage {
  readonly headers: Headers;
  readonly body: Uint8Array;
}

/** Something that happened at the vendor. */
export interface VendorEvent {
  /** One for each event, however often it is told. */
  readonly id: string;
  /** What is to be read again; absent where the event names nothing that can be read. */
  readonly about?: RecordReference;
}

/** How a vendor tells us of changes. What it tells is never believed but read again. */
export interface Notifications<Config> {
  /** Whether the message is the vendor's own; never where no secret is set. */
  verify(config: Config, message: VendorMessage): boolean;
  /** What a verified message says happened; nothing in a greeting. Throws `notification_unreadable`. */
  events(message: VendorMessage): readonly VendorEvent[];
}

/** What the vendor is to tell of, and where. */
export interface SubscriptionRequest {
  readonly entity: Entity;
  /** An address of ours for this entity alone. */
  readonly address: string;
  /** A secret that the vendor sends with each notification. */
  readonly token: string;
  /** When it may end by itself, so that nothing is told for ever to somebody who is gone. */
  readonly endsAt: Date;
}

/** A subscription as the vendor has it. */
export interface RemoteSubscription {
  readonly remoteId: string;
  readonly status: "requested" | "active" | "error" | "off";
  readonly endsAt?: Date;
}

/** A notification as it came, and what stood behind the subscription's address. */
export interface HookMessage extends VendorMessage {
  readonly path: readonly string[];
}

/** How a vendor is asked to tell of an entity's changes at once. What it tells is never believed but read again. */
export interface Subscriptions<Config> {
  /** The rights that it needs besides those of the entities, as the vendor names them. */
  readonly scopes: readonly string[];
  /** Throws `not_offered` where the vendor makes none. */
  create(context: ConnectorContext<Config>, request: SubscriptionRequest): Promise<RemoteSubscription>;
  /** Undefined when the vendor has it no more, or it leads to another address. */
  find(
    context: ConnectorContext<Config>,
    remoteId: string,
    address: string,
  ): Promise<RemoteSubscription | undefined>;
  /** Ends it; one that is gone already is no error. */
  remove(context: ConnectorContext<Config>, remoteId: string): Promise<void>;
  /** Whether a notification carries the token. */
  verify(token: string, message: HookMessage): boolean;
  /** The vendor's id of what is to be read again; undefined where the notification says only that something changed. */
  subject(entity: Entity, message: HookMessage): string | undefined;
}

export interface TestCheck {
  readonly name: string;
  readonly ok: boolean;
  readonly message: string;
  /** What to do when it is not ok; where it is, what to do about the part that could be better. */
  readonly fix?: string;
}

export interface Connector<Config = unknown> {
  readonly id: string;
  readonly name: string;
  readonly provider: string;
  readonly type: IntegrationType;
  readonly supportedAuthTypes: readonly AuthType[];
  readonly supportedSyncDirections: readonly SyncDirection[];
  readonly supportedSyncStrategies: readonly SyncStrategy[];
  readonly capabilities: readonly string[];
  readonly limitations?: readonly string[];
  readonly requiresApproval: boolean;
  readonly approvalNote?: string;
  /** Draws the form, checks the settings. Fields made with `secretField()` are sealed and never shown again. */
  readonly config: z.ZodType<Config>;
  /** True when the connector signs with a key pair of ours that the vendor must know. */
  readonly needsSigningKey: boolean;
  readonly entities: { readonly [E in Entity]?: EntityPort<Config> };
  /** The scopes it asks for at sign-in, as the form shows them; absent where the vendor knows none. */
  readonly scopes?: (access: readonly EntityAccess[]) => readonly string[];
  /** Pages of everything asked for, in an order in which references resolve. */
  pull(context: ConnectorContext<Config>, request: PullRequest): AsyncIterable<PullPage>;
  /** Tells the vendor that a pull will not go on, for jobs that were cancelled. What it refuses is ignored. */
  abandon?(context: ConnectorContext<Config>, cursor: PullCursor): Promise<void>;
  /** Present where the vendor can tell us of changes. */
  readonly notifications?: Notifications<Config>;
  /** Present where the vendor can be asked to tell of changes, one entity each. */
  readonly subscriptions?: Subscriptions<Config>;
  /** Tries the connection step by step, in words for the person who set it up. Never throws for a vendor's refusal. */
  test(context: ConnectorContext<Config>): Promise<TestCheck[]>;
}

/** Declares a connector; the type of its settings follows from its schema. */
export function defineConnector<Config>(connector: Connector<Config>): Connector<Config> {
  return connector;
}

/** Ports by their entity. */
export function byEntity<Config>(ports: readonly EntityPort<Config>[]): Connector<Config>["entities"] {
  return Object.fromEntries(ports.map((port) => [port.entity, port]));
}
