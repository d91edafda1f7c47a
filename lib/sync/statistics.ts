/** Figures of synchronisation, from rollups and job rows: their cost does not grow with what was synced. */
import type { Actor } from "@/lib/auth";
import { connectorById } from "@/lib/connectors/registry";
import { nowMs } from "@/lib/platform/clock";
import { type Tx, withOrganization } from "@/lib/platform/db";
import { queueStatistics } from "@/lib/queue";
import type { SyncStatistics } from "./schema";

interface StatisticsRange {
  readonly from?: string;
  readonly to?: string;
  readonly interval: "minute" | "hour" | "day";
}

const dayMs = 24 * 60 * 60 * 1000;

const synced = "added + changed + deleted + unchanged + conflicted";

async function jobCounts(tx: Tx, from: Date, to: Date): Promise<SyncStatistics["jobs"]> {
  const rows = await tx.query<{ status: string; count: string; refused: string }>(
    `select status, count(*), count(*) filter (where failed > 0) as refused
       from sync_jobs where created_at >= $1 and created_at < $2 group by status`,
    [from, to],
  );
  const of = (...statuses: string[]) =>
    rows.filter((row) => statuses.includes(row.status)).reduce((sum, row) => sum + Number(row.count), 0);
  return {
    total: rows.reduce((sum, row) => sum + Number(row.count), 0),
    queued: of("QUEUED"),
    running: of("RUNNING"),
    completed: of("COMPLETED"),
    failed: of("FAILED"),
    cancelled: of("CANCELLED"),
    refused: Number(rows.find((row) => row.status === "COMPLETED")?.refused ?? 0),
  };
}

interface ProviderRow {
  connector_id: string;
  jobs: string;
  synced: string;
  failed: string;
  duration_ms: string;
}

async function byProvider(tx: Tx, from: Date, to: Date): Promise<ProviderRow[]> {
  return tx.query<ProviderRow>(
    `select i.connector_id, sum(r.jobs) as jobs, sum(${synced}) as synced, sum(r.failed) as failed, sum(r.duration_ms) as duration_ms
       from sync_rollups r join integrations i on i.id = r.integration_id
      where r.minute >= $1 and r.minute < $2 group by i.connector_id order by i.connector_id`,
    [from, to],
  );
}

interface TimeRow {
  at: Date;
  jobs: string;
  synced: string;
  added: string;
  changed: string;
  deleted: string;
  unchanged: string;
  conflicted: string;
  failed: string;
}

async function overTime(tx: Tx, from: Date, to: Date, interval: string): Promise<SyncStatistics["overTime"]> {
  const rows = await tx.query<TimeRow>(
    `select date_trunc($3, minute) as at, sum(jobs) as jobs, sum(${synced}) as synced, sum(added) as added, sum(changed) as changed,
            sum(deleted) as deleted, sum(unchanged) as unchanged, sum(conflicted) as conflicted, sum(failed) as failed
       from sync_rollups where minute >= $1 and minute < $2 group by 1 order by 1`,
    [from, to, interval],
  );
  return rows.map((row) => ({
    at: row.at.toISOString(),
    jobs: Number(row.jobs),
    recordsSynced: Number(row.synced),
    failed: Number(row.failed),
    added: Number(row.added),
    changed: Number(row.changed),
    unchanged: Number(row.unchanged),
    deleted: Number(row.deleted),
    conflicted: Number(row.conflicted),
  }));
}

function average(durationMs: number, jobs: number): number | null {
  return jobs > 0 ? Math.round(durationMs / jobs) : null;
}

/** Statistics of the organization; without a range, of the last 24 hours. */
export async function readSyncStatistics(actor: Actor, range: StatisticsRange): Promise<SyncStatistics> {
  const to = range.to ? new Date(range.to) : new Date(nowMs() + 60_000);
  const from = range.from ? new Date(range.from) : new Date(to.getTime() - dayMs);
  return withOrganization(actor, async (tx) => {
    const providers = await byProvider(tx, from, to);
    const sum = (key: "jobs" | "synced" | "duration_ms") =>
      providers.reduce((total, row) => total + Number(row[key]), 0);
    const open = await tx.one<{ conflicts: string; matches: string }>(
      `select (select count(*) from sync_conflicts where status = 'OPEN') as conflicts,
              (select count(*) from patient_matches where status = 'OPEN') as matches`,
    );
    return {
      queues: await queueStatistics(tx),
      jobs: await jobCounts(tx, from, to),
      recordsSynced: sum("synced"),
      conflictsOpen: Number(open?.conflicts ?? 0),
      matchesOpen: Number(open?.matches ?? 0),
      averageDurationMs: average(sum("duration_ms"), sum("jobs")),
      byProvider: providers.map((row) => ({
        ehrProvider: connectorById(row.connector_id)?.id ?? row.connector_id,
        jobs: Number(row.jobs),
        recordsSynced: Number(row.synced),
        failed: Number(row.failed),
        averageDurationMs: average(Number(row.duration_ms), Number(row.jobs)),
      })),
      overTime: await overTime(tx, from, to, range.interval),
    };
  });
}
