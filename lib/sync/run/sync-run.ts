/** What every step knows about the run it works for. */
import type { ActorRef } from "@/lib/auth";
import type { ConflictRules } from "@/lib/conflicts";
import type { Entity } from "@/lib/connectors/contract";
import { now } from "@/lib/platform/clock";
import type { Vault } from "@/lib/platform/crypto";
import type { Tx } from "@/lib/platform/db";
import type { WriteContext } from "@/lib/records";
import type { Counts } from "../schema";

/** Whatever brings a vendor's records in. */
export interface Intake {
  /** Null where no job brings them, but messages. */
  readonly jobId: string | null;
  readonly organizationId: string;
  readonly integrationId: string;
  readonly changedBy: ActorRef;
  /** Seals the vendor's resources. */
  readonly vault: Vault;
  /** True when the run notes what it saw, so that what is missing can be asked for afterwards. */
  readonly notesSeen: boolean;
  /** True when the run maps anew what is kept of the vendor's resources, and hears nothing from the vendor. */
  readonly remaps: boolean;
  /** True where the vendor takes new records of ours: what arrives may be one of them. */
  readonly tells: boolean;
  /** What decides conflicts of an entity without a person; undefined where nothing does. */
  readonly rulesFor: (entity: Entity) => ConflictRules | undefined;
}

/** A job. */
export interface SyncRun extends Intake {
  readonly jobId: string;
  /** Says that the job got further, in the transaction that brings it there: earlier failures no longer count. */
  readonly advance: (tx: Tx) => Promise<void>;
}

/** A record that could not be taken in; holds no data of it. */
export interface RecordError {
  readonly entity: Entity;
  readonly remoteId?: string;
  readonly recordId?: string;
  readonly stage: "fetch" | "parse" | "validate" | "map" | "match" | "write" | "push";
  readonly code: string;
  readonly title: string;
  readonly detail?: string;
  readonly owner: "caller" | "tenant" | "vendor" | "carelane";
  readonly retryable: boolean;
}

/** A field that kept what the connector read, since its mapping failed; holds no data of the record. */
export interface MappingWarning {
  readonly entity: Entity;
  readonly path: string;
  readonly message: string;
}

export function noCounts(): Counts {
  return { added: 0, changed: 0, deleted: 0, unchanged: 0, conflicted: 0, failed: 0, skipped: 0 };
}

export function addCounts(left: Counts, right: Counts): Counts {
  return {
    added: left.added + right.added,
    changed: left.changed + right.changed,
    deleted: left.deleted + right.deleted,
    unchanged: left.unchanged + right.unchanged,
    conflicted: left.conflicted + right.conflicted,
    failed: left.failed + right.failed,
    skipped: left.skipped + right.skipped,
  };
}

/** Whose writes a run's are. */
export function writeContext(run: Intake, entity: Entity): WriteContext {
  return {
    organizationId: run.organizationId,
    entity,
    changedBy: run.changedBy,
    jobId: run.jobId,
    integrationId: run.integrationId,
    at: now(),
  };
}
