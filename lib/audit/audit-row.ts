/** One row of the trail: which bytes its keyed digest covers, and how rows are chained. */
import { createHash } from "node:crypto";
import type { AuditDetails } from "./schema";

export interface AuditContent {
  readonly id: string;
  readonly organizationId: string;
  readonly at: Date;
  readonly actorKind: string;
  readonly actorId: string;
  readonly actorName: string;
  readonly action: string;
  readonly entity: string | null;
  readonly recordId: string | null;
  readonly target: AuditDetails | null;
  readonly requestId: string | null;
  readonly ip: string | null;
}

export interface AuditRow extends AuditContent {
  readonly mac: Buffer;
  /** Null until sealed; pg answers bigint as text. */
  readonly seq: string | null;
  readonly hash: Buffer | null;
  readonly previousHash: Buffer | null;
}

/** The columns of an `AuditRow`, for a select. */
export const auditColumns = `id, organization_id as "organizationId", at, actor_kind as "actorKind",
  actor_id as "actorId", actor_name as "actorName", action, entity, record_id as "recordId", target,
  request_id as "requestId", ip, mac, seq, hash, previous_hash as "previousHash"`;

/** What stands before the first row of a chain. */
export const chainStart = Buffer.alloc(32);

// jsonb does not keep the order of keys.
function sortedEntries(target: AuditDetails | null): unknown {
  return target && Object.entries(target).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The bytes that a row's keyed digest covers: every column that says who did what. */
export function contentOf(row: AuditContent): string {
  return JSON.stringify([
    row.id,
    row.organizationId,
    row.at.toISOString(),
    row.actorKind,
    row.actorId,
    row.actorName,
    row.action,
    row.entity,
    row.recordId,
    sortedEntries(row.target),
    row.requestId,
    row.ip,
  ]);
}

/** The link of a chain: SHA-256 over the link before, the row's number, its content and its digest. */
export function chainHash(previousHash: Buffer, seq: number, row: AuditContent & { mac: Buffer }): Buffer {
  return createHash("sha256")
    .update(previousHash)
    .update(`${seq}\n${contentOf(row)}\n`)
    .update(row.mac)
    .digest();
}
