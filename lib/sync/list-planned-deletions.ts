/** The records that a whole run missed and the vendor calls deleted or merged, for people who decide about them. */
import { type Actor, can } from "@/lib/auth";
import type { Entity } from "@/lib/connectors/contract";
import { withOrganization } from "@/lib/platform/db";
import { idSchema } from "@/lib/platform/ids";
import { type Paged, pageOf } from "@/lib/platform/list-page";
import { titleFields, titleOf } from "@/lib/records";
import { syncErrors } from "./errors";
import { findSyncJob } from "./job-store";
import type { PlannedDeletion } from "./schema";

/** Where the list goes on: the last row's link. */
export interface DeletionPlace {
  readonly link: string;
}

interface DeletionRow {
  link_id: string;
  record_id: string;
  entity: Entity;
  remote_id: string;
  verdict: PlannedDeletion["verdict"];
  outcome: PlannedDeletion["outcome"] | null;
  updated_at: Date;
  named: Record<string, unknown> | null;
}

/** Those the reader may see; a record's name only for who may read records. Throws `sync_job_not_found`. */
export async function listPlannedDeletions(
  actor: Actor,
  jobId: string,
  limit: number,
  after: DeletionPlace | null,
): Promise<Paged<PlannedDeletion, DeletionPlace>> {
  if (!idSchema.safeParse(jobId).success) throw syncErrors.sync_job_not_found();
  const { job, rows } = await withOrganization(actor, async (tx) => ({
    job: await findSyncJob(tx, jobId),
    rows: await tx.query<DeletionRow>(
      `select s.link_id, l.record_id, l.entity, l.remote_id, s.verdict, s.outcome, r.updated_at,
              (select jsonb_object_agg(key, value) from jsonb_each(r.data) where key = any($4::text[])) as named
         from sync_seen s join sync_links l on l.id = s.link_id join entity_records r on r.id = l.record_id
        where s.job_id = $1 and s.verdict is not null and ($2::uuid is null or s.link_id > $2)
        order by s.link_id limit $3`,
      [jobId, after?.link ?? null, limit + 1, titleFields],
    ),
  }));
  if (!job) throw syncErrors.sync_job_not_found();
  const page = pageOf(rows, limit, (row) => ({ link: row.link_id }));
  const data = page.data.map((row) => ({
    id: row.record_id,
    entity: row.entity,
    label: can(actor, "records:read") ? titleOf(row.entity, row.named ?? {}) : null,
    remoteId: row.remote_id,
    verdict: row.verdict,
    // A job that ended without a word about a record did nothing to it.
    outcome: row.outcome ?? (job.finished_at ? "kept" : "planned"),
    updatedAt: row.updated_at.toISOString(),
  }));
  return { data, next: page.next };
}
