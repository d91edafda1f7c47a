/** The only place that reads and writes sync_jobs for people: rows in, the contract's SyncJob out. */
import type { ActorRef } from "@/lib/auth";
import { connectorById } from "@/lib/connectors/registry";
import { nowMs } from "@/lib/platform/clock";
import type { Tx } from "@/lib/platform/db";
import type { SyncJob } from "./schema";

export interface SyncJobRow {
  id: string;
  organization_id: string;
  integration_id: string;
  integration_name: string;
  connector_id: string;
  type: string;
  direction: SyncJob["direction"];
  mode: SyncJob["mode"];
  priority: SyncJob["priority"];
  status: SyncJob["status"];
  trigger: SyncJob["trigger"];
  entities: string[];
  patient_id: string | null;
  remote_patient_id: string | null;
  search: Record<string, string> | null;
  requested_by: ActorRef;
  wanted: "cancel" | "pause" | null;
  created_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
  next_attempt_at: Date | null;
  slowed_by: SyncJob["slowedBy"];
  progress_entity: string | null;
  processed: string;
  total: string | null;
  added: string;
  changed: string;
  deleted: string;
  unchanged: string;
  conflicted: string;
  failed: string;
  skipped: string;
  error: SyncJob["error"];
  approval: SyncJob["approval"];
  retry_of: string | null;
  retried_by: string | null;
  /** Records of the last 30 s, for the rate. */
  recent: string | null;
  recent_ms: number | null;
}

/** A sync job's columns with the integration's, the speed of its last 30 seconds, and the job that retried it. */
export const syncJobColumns = `j.*, i.name as integration_name, i.connector_id, s.recent, s.recent_ms,
  (select r.id from sync_jobs r where r.retry_of = j.id order by r.created_at desc, r.id desc limit 1) as retried_by`;
export const syncJobTables = `sync_jobs j
  join integrations i on i.id = j.integration_id
  left join lateral (
    select sum((select sum(value::bigint) from jsonb_each_text(t.counts))) as recent,
           extract(epoch from (now() - min(t.at))) * 1000 as recent_ms
      from sync_job_steps t
     where j.status = 'RUNNING' and t.job_id = j.id and t.at > now() - interval '30 seconds'
  ) s on true`;

function rate(row: SyncJobRow): number {
  if (!row.recent || !row.recent_ms || row.recent_ms < 1) return 0;
  return Math.round((Number(row.recent) / row.recent_ms) * 10_000) / 10;
}

function secondsLeft(row: SyncJobRow, perSecond: number): number | null {
  if (row.total === null || perSecond <= 0 || row.status !== "RUNNING") return null;
  return Math.max(0, Math.ceil((Number(row.total) - Number(row.processed)) / perSecond));
}

function progressOf(row: SyncJobRow): SyncJob["progress"] {
  const perSecond = rate(row);
  return {
    entity: row.progress_entity,
    processed: Number(row.processed),
    total: row.total === null ? null : Math.max(Number(row.total), Number(row.processed)),
    perSecond,
    secondsLeft: secondsLeft(row, perSecond),
  };
}

function countsOf(row: SyncJobRow): SyncJob["counts"] {
  return {
    added: Number(row.added),
    changed: Number(row.changed),
    deleted: Number(row.deleted),
    unchanged: Number(row.unchanged),
    conflicted: Number(row.conflicted),
    failed: Number(row.failed),
    skipped: Number(row.skipped),
  };
}

/** A row as clients see it. */
export function syncJobView(row: SyncJobRow): SyncJob {
  const end = row.finished_at?.getTime() ?? nowMs();
  return {
    id: row.id,
    type: row.type,
    direction: row.direction,
    mode: row.mode,
    priority: row.priority,
    status: row.status,
    trigger: row.trigger,
    ehrProvider: connectorById(row.connector_id)?.id ?? row.connector_id,
    ehrConnectionId: row.integration_id,
    integrationName: row.integration_name,
    entities: row.entities,
    patientId: row.patient_id,
    requestedBy: row.requested_by,
    createdAt: row.created_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    finishedAt: row.finished_at?.toISOString() ?? null,
    nextAttemptAt: row.next_attempt_at?.toISOString() ?? null,
    slowedBy: row.slowed_by,
    progress: progressOf(row),
    counts: countsOf(row),
    durationMs: row.started_at ? Math.max(0, end - row.started_at.getTime()) : null,
    error: row.error,
    approval: row.approval,
    retryOf: row.retry_of,
    retriedBy: row.retried_by,
    // A cancelled job keeps the wish until its vendor was told.
    stopping: row.finished_at ? null : row.wanted,
  };
}

/** One job of the organization, or undefined. With `lock` its row stays ours until the transaction ends. */
export async function findSyncJob(tx: Tx, id: string, lock = false): Promise<SyncJobRow | undefined> {
  if (lock) await tx.execute("select 1 from sync_jobs where id = $1 for update", [id]);
  return tx.one<SyncJobRow>(`select ${syncJobColumns} from ${syncJobTables} where j.id = $1`, [id]);
}

/** True for a job about one patient with what belongs to them. */
export function isOfOnePatient(job: Pick<SyncJobRow, "remote_patient_id" | "search">): boolean {
  return job.remote_patient_id !== null || job.search !== null;
}

/** True for a job that sees everything the vendor gives, so that what it misses may be gone. */
export function readsWholePopulation(
  job: Pick<SyncJobRow, "mode" | "remote_patient_id" | "search">,
): boolean {
  return job.mode === "FULL" && !isOfOnePatient(job);
}
