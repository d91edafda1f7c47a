/** Reading: what is asked of a vendor, and the pages it comes in. */
import type { Entity } from "./vocabulary";

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
