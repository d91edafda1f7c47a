import type { Actor } from "@/lib/auth/actor";
import { withOrganization } from "@/lib/platform/db";
import { type Paged, pageOf } from "@/lib/platform/list-page";
import { type AuditRow, auditColumns } from "./audit-row";
import type { AuditEventView, AuditFilter, AuditPosition } from "./schema";

function toView(row: AuditRow): AuditEventView {
  const about = {
    ...(row.entity !== null && { entity: row.entity }),
    ...(row.recordId !== null && { recordId: row.recordId }),
    ...row.target,
  };
  return {
    id: row.id,
    at: row.at.toISOString(),
    actor: { kind: row.actorKind, id: row.actorId, name: row.actorName },
    action: row.action,
    target: Object.keys(about).length > 0 ? about : null,
    requestId: row.requestId,
    ip: row.ip,
    hash: row.hash?.toString("hex") ?? null,
    previousHash: row.previousHash?.toString("hex") ?? null,
  };
}

/** Rows of the trail that match `filter`, newest first; `next` is where to go on, or null at the end. */
export async function listAudit(
  actor: Actor,
  filter: AuditFilter,
  page: { limit: number; after?: AuditPosition },
): Promise<Paged<AuditEventView, AuditPosition>> {
  const rows = await withOrganization(actor, (tx) =>
    tx.query<AuditRow>(
      `select ${auditColumns} from audit_events
        where organization_id = $1
          and ($2::text is null or actor_id = $2)
          and ($3::text is null or action = $3 or starts_with(action, $3 || '.'))
          and ($4::text is null or entity = $4)
          and ($5::text is null or record_id = $5)
          and ($6::timestamptz is null or at >= $6)
          and ($7::timestamptz is null or at < $7)
          and ($8::timestamptz is null or (at, id) < ($8, $9::uuid))
        order by at desc, id desc limit $10`,
      [
        actor.organizationId,
        filter.actor ?? null,
        filter.action ?? null,
        filter.entity ?? null,
        filter.recordId ?? null,
        filter.from ?? null,
        filter.to ?? null,
        page.after?.at ?? null,
        page.after?.id ?? null,
        page.limit + 1,
      ],
    ),
  );
  return pageOf(rows.map(toView), page.limit, ({ at, id }) => ({ at, id }));
}
