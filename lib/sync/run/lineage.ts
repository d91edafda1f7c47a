/** A job that goes on where another stopped: together they are one run, and what either saw was seen. */
import type { Tx } from "@/lib/platform/db";

/** The job and those before it that it goes on from: a retry of a complete one is a run of its own. */
export async function lineageOf(tx: Tx, jobId: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `with recursive lineage as (
       select id, retry_of from sync_jobs where id = $1
        union
       select j.id, j.retry_of from sync_jobs j join lineage l on j.id = l.retry_of where j.status <> 'COMPLETED'
     )
     select id from lineage`,
    [jobId],
  );
  return rows.map((row) => row.id);
}

/** True while it is still known what the job saw: a retry that goes on from its place needs that to compare. */
export async function remembersSeen(tx: Tx, jobId: string): Promise<boolean> {
  const row = await tx.one<{ known: boolean }>(
    "select exists (select 1 from sync_seen where job_id = any($1::uuid[])) as known",
    [await lineageOf(tx, jobId)],
  );
  return row?.known ?? false;
}
