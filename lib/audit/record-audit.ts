import type { ActorRef } from "@/lib/auth/actor";
import { now } from "@/lib/platform/clock";
import { openVault } from "@/lib/platform/crypto";
import type { Tx } from "@/lib/platform/db";
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

/**
 * Writes who did what, in the transaction `tx` of the deed itself: both are kept or neither. The row carries
 * a keyed digest; the sealer numbers and chains it within seconds.
 */
export async function recordAudit(
  tx: Pick<Tx, "execute">,
  actor: AuditActor,
  entry: AuditEntry,
): Promise<void> {
  const content: AuditContent = {
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
  const vault = await openVault(actor.organizationId, "audit");
  await tx.execute(
    `insert into audit_events (id, organization_id, at, actor_kind, actor_id, actor_name, action, entity,
                               record_id, target, request_id, ip, mac)
     values ($1::uuid, $2::uuid, $3::timestamptz, $4, $5, $6, $7, $8, $9, $10::jsonb, $11, $12, $13)`,
    [
      content.id,
      content.organizationId,
      content.at,
      content.actorKind,
      content.actorId,
      content.actorName,
      content.action,
      content.entity,
      content.recordId,
      content.target && JSON.stringify(content.target),
      content.requestId,
      content.ip,
      vault.mac(contentOf(content)),
    ],
  );
}
