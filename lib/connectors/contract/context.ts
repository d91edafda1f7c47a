/** What a connector is handed of the integration it works for. */
import type { Messenger } from "./messenger";
import type { Recorder } from "./recorder";
import type { Entity, SyncDirection } from "./vocabulary";

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
  /** Present where records are sent. */
  readonly messenger?: Messenger;
  /** Present where a record is written. */
  readonly recorder?: Recorder;
  readonly signal?: AbortSignal;
}
