/** Lists of conflicts, newest first. */
import type { Actor } from "@/lib/auth";
import { withOrganization } from "@/lib/platform/db";
import { type Paged, pageOf, type TimePlace } from "@/lib/platform/list-page";
import { conflictView, selectConflicts } from "./conflict-store";
import type { Conflict, ConflictQuery } from "./schema";

/** Conflicts that match; `next` is null at the end. */
export async function listConflicts(
  actor: Actor,
  query: ConflictQuery,
  limit: number,
  after: TimePlace | null,
): Promise<Paged<Conflict>> {
  const rows = await withOrganization(actor, (tx) =>
    selectConflicts(
      tx,
      `where ($1::text is null or c.status = $1) and ($2::text is null or c.severity = $2)
         and ($3::text is null or c.entity = $3) and ($4::uuid is null or c.integration_id = $4)
         and ($5::uuid is null or c.record_id = $5) and ($6::uuid is null or c.job_id = $6)
         and ($7::timestamptz is null or (c.detected_at, c.id) < ($7, $8::uuid))
       order by c.detected_at desc, c.id desc limit $9`,
      [
        query.status ?? null,
        query.severity ?? null,
        query.entity ?? null,
        query.integrationId ?? null,
        query.recordId ?? null,
        query.jobId ?? null,
        after?.at ?? null,
        after?.id ?? null,
        limit + 1,
      ],
    ),
  );
  const { data, next } = pageOf(rows, limit, (last) => ({ at: last.detected_at.toISOString(), id: last.id }));
  return { data: data.map(conflictView), next };
}
