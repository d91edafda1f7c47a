/** Reading sync jobs: lists, one job with its pages and story, its errors. */
import type { Actor } from "@/lib/auth";
import { findConnector } from "@/lib/connectors/registry";
import { withOrganization } from "@/lib/platform/db";
import { idSchema } from "@/lib/platform/ids";
import { type Paged, pageOf, type TimePlace } from "@/lib/platform/list-page";
import { syncErrors } from "./errors";
import { findSyncJob, type SyncJobRow, syncJobColumns, syncJobTables, syncJobView } from "./job-store";
import type { SyncError, SyncJob, SyncJobDetail, SyncJobQuery } from "./schema";

/** Jobs, newest first. */
export async function listSyncJobs(
  actor: Actor,
  query: SyncJobQuery,
  limit: number,
  after: TimePlace | null,
): Promise<Paged<SyncJob>> {
  const connectorId = query.ehrProvider ? (findConnector(query.ehrProvider)?.id ?? query.ehrProvider) : null;
  const rows = await withOrganization(actor, (tx) =>
    tx.query<SyncJobRow>(
      `select ${syncJobColumns} from ${syncJobTables}
        where ($1::text is null or j.status = $1) and ($2::text is null or j.type = $2)
          and ($3::text is null or j.direction = $3) and ($4::text is null or i.connector_id = $4)
          and ($5::text is null or j.integration_id::text = $5)
          and ($6::timestamptz is null or j.created_at >= $6) and ($7::timestamptz is null or j.created_at < $7)
          and ($8::timestamptz is null or (j.created_at, j.id) < ($8, $9::uuid))
        order by j.created_at desc, j.id desc limit $10`,
      [
        query.status ?? null,
        query.type ?? null,
        query.direction ?? null,
        connectorId,
        query.ehrConnectionId ?? null,
        query.from ?? null,
        query.to ?? null,
        after?.at ?? null,
        after?.id ?? null,
        limit + 1,
      ],
    ),
  );
  const { data, next } = pageOf(rows, limit, (row) => ({ at: row.created_at.toISOString(), id: row.id }));
  return { data: data.map(syncJobView), next };
}

interface StepRow {
  n: string;
  entity: string;
  counts: SyncJobDetail["counts"];
  fetch_ms: number;
  map_ms: number;
  write_ms: number;
  at: Date;
}

/** One job with its last hundred pages and what happened to it. */
export async function readSyncJob(actor: Actor, id: string): Promise<SyncJobDetail> {
  if (!idSchema.safeParse(id).success) throw syncErrors.sync_job_not_found();
  return withOrganization(actor, async (tx) => {
    const row = await findSyncJob(tx, id);
    if (!row) throw syncErrors.sync_job_not_found();
    const steps = await tx.query<StepRow>(
      "select n, entity, counts, fetch_ms, map_ms, write_ms, at from sync_job_steps where job_id = $1 order by n desc limit 100",
      [id],
    );
    const events = await tx.query<{ at: Date; severity: string; message: string }>(
      "select at, severity, message from integration_events where job_id = $1 order by at, id limit 200",
      [id],
    );
    return {
      ...syncJobView(row),
      steps: steps.map((step) => ({
        n: Number(step.n),
        entity: step.entity,
        counts: step.counts,
        fetchMs: step.fetch_ms,
        mapMs: step.map_ms,
        writeMs: step.write_ms,
        at: step.at.toISOString(),
      })),
      events: events.map((event) => ({ ...event, at: event.at.toISOString() })),
    };
  });
}

interface ErrorRow {
  id: string;
  entity: string;
  remote_id: string | null;
  record_id: string | null;
  stage: SyncError["stage"];
  code: string;
  title: string;
  detail: string | null;
  owner: SyncError["owner"];
  retryable: boolean;
  at: Date;
}

/** The records a job could not take in, newest first. */
export async function listSyncErrors(
  actor: Actor,
  jobId: string,
  limit: number,
  after: TimePlace | null,
): Promise<Paged<SyncError>> {
  if (!idSchema.safeParse(jobId).success) throw syncErrors.sync_job_not_found();
  const rows = await withOrganization(actor, async (tx) => {
    if (!(await findSyncJob(tx, jobId))) throw syncErrors.sync_job_not_found();
    return tx.query<ErrorRow>(
      `select id, entity, remote_id, record_id, stage, code, title, detail, owner, retryable, at from sync_errors
        where job_id = $1 and ($2::timestamptz is null or (at, id) < ($2, $3::uuid))
        order by at desc, id desc limit $4`,
      [jobId, after?.at ?? null, after?.id ?? null, limit + 1],
    );
  });
  const page = pageOf(rows, limit, (row) => ({ at: row.at.toISOString(), id: row.id }));
  const data = page.data.map(({ remote_id: remoteId, record_id: recordId, at, ...row }) => ({
    ...row,
    remoteId,
    recordId,
    at: at.toISOString(),
  }));
  return { data, next: page.next };
}
