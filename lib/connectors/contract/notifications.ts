/** How a vendor tells of changes: by itself, or because it was asked to. */
import type { ConnectorContext } from "./context";
import type { RecordReference } from "./entity-port";
import type { Entity } from "./vocabulary";

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
