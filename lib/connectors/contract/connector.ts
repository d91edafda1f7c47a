/** A connector whole. */
import type { z } from "zod";
import type { ConnectorContext, EntityAccess } from "./context";
import type { EntityPort } from "./entity-port";
import type { MessageSender } from "./message-sender";
import type { Notifications, Subscriptions } from "./notifications";
import type { PullCursor, PullPage, PullRequest } from "./pull";
import type { AuthType, Entity, IntegrationType, SyncDirection, SyncStrategy } from "./vocabulary";

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
  /**
   * Pages of everything asked for, in an order in which references resolve. Present where the vendor can be asked; the
   * others tell by themselves.
   */
  pull?(context: ConnectorContext<Config>, request: PullRequest): AsyncIterable<PullPage>;
  /** Tells the vendor that a pull will not go on, for jobs that were cancelled. What it refuses is ignored. */
  abandon?(context: ConnectorContext<Config>, cursor: PullCursor): Promise<void>;
  /** Present where the vendor can tell us of changes. */
  readonly notifications?: Notifications<Config>;
  /** Present where the vendor can be asked to tell of changes, one entity each. */
  readonly subscriptions?: Subscriptions<Config>;
  /** Present where the vendor sends messages by itself: whose they are. */
  messageSender?(config: Config): MessageSender;
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
