/**
 * What every connector is: a declaration (what it can do, what its form asks) and the doors through which
 * sync, health checks and webhooks reach the vendor. A folder of this directory implements it for one vendor;
 * what a vendor cannot do is absent here, never a default answer.
 */
export { byEntity, type Connector, defineConnector, type TestCheck } from "./connector";
export type { ConnectorContext, EntityAccess, SigningKey } from "./context";
export {
  type EntityPort,
  isShown,
  type RecordReference,
  type SupportedEntity,
  type ToldVerb,
} from "./entity-port";
export type { MessageSender } from "./message-sender";
export type { MessageReceiver, Messenger, OutgoingMessage } from "./messenger";
export type {
  HookMessage,
  Notifications,
  RemoteSubscription,
  SubscriptionRequest,
  Subscriptions,
  VendorEvent,
  VendorMessage,
} from "./notifications";
export type {
  ItemError,
  PatientSelector,
  PullCursor,
  PullPage,
  PullRequest,
  ReadResult,
  RemoteItem,
  UnreadItem,
} from "./pull";
export type { Recorder, VendorAnswer, VendorWrite } from "./recorder";
export type { AuthType, Entity, IntegrationType, SyncDirection, SyncStrategy } from "./vocabulary";
