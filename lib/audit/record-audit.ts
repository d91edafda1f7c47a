import type { ActorRef } from "@/lib/auth/actor";
import { now } from "@/lib/platform/clock";
import { openVault } from "@/lib/platform/crypto";
import { prepared, type Tx } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { currentClientAddress, currentRequestId } from "@/lib/platform/logger";
import { type AuditContent, contentOf } from "./audit-row";
import type { AuditDetails } from "./schema";

/** Who did it, and in whose trail it stands. */
type AuditActor = ActorRef & { readonly organizationId: string };

export interface AuditEntry {
  /** Domain and deed: "user.disabled", "records.read". */
  readonly action: string;
  readonly entity?: string;
  readonly recordId?: string;
  /** Ids, states and counts. Never a patient's data: the trail outlives what it tells of. */
  readonly target?: AuditDetails;
  readonly requestId?: string;
  readonly ip?: string;
}

/** Loads the key of an organization's trail, so that the first entry needs no second connection. */
export async function prepareAudit(organizationId: string): Promise<void> {
  await openVault(organizationId, "audit");
}

function rowOf(actor: AuditActor, entry: AuditEntry): AuditContent {
  return {
    id: newId(),
    organizationId: actor.organizationId,
    at: now(),
    actorKind: actor.kind,
    actorId: actor.id,
    actorName: actor.name,
    action: entry.action,
    entity: entry.entity ?? null,
    recordId: entry.recordId ?? null,
    target: entry.target ?? null,
    requestId: entry.requestId ?? currentRequestId() ?? null,
    ip: entry.ip ?? currentClientAddress() ?? null,
  };
}

const insertEvents = prepared(
  `insert into audit_events (id, organization_id, at, actor_kind, actor_id, actor_name, action, entity, record_id, target,
                             request_id, ip, mac)
   select r.id, $1::uuid, r.at, $2, $3, $4, r.action, r.entity, r.record_id, r.target, r.request_id, r.ip, r.mac
     from unnest($5::uuid[], $6::timestamptz[], $7::text[], $8::text[], $9::text[], $10::jsonb[], $11::text[], $12::text[],
                 $13::bytea[]) as r(id, at, action, entity, record_id, target, request_id, ip, mac)`,
);

/**
 * Writes who did what, in the transaction `tx` of the deed itself: both are kept or neither. The row carries
 * a keyed digest; the sealer numbers and chains it within seconds.
 */
export function recordAudit(tx: Pick<Tx, "send">, actor: AuditActor, entry: AuditEntry): Promise<void> {
  return recordAudits(tx, actor, [entry]);
}

/** The same of many deeds of one, in one statement. */
export async function recordAudits(
  tx: Pick<Tx, "send">,
  actor: AuditActor,
  entries: readonly AuditEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  const rows = entries.map((entry) => rowOf(actor, entry));
  const vault = await openVault(actor.organizationId, "audit");
  tx.send(insertEvents, [
    actor.organizationId,
    actor.kind,
    actor.id,
    actor.name,
    rows.map(({ id }) => id),
    rows.map(({ at }) => at),
    rows.map(({ action }) => action),
    rows.map(({ entity }) => entity),
    rows.map(({ recordId }) => recordId),
    rows.map(({ target }) => target && JSON.stringify(target)),
    rows.map(({ requestId }) => requestId),
    rows.map(({ ip }) => ip),
    rows.map((row) => vault.mac(contentOf(row))),
  ]);
}
