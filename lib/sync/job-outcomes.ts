/** What becomes of a job after a slice, as its row, its story and its integration tell. */
import { prepareAudit } from "@/lib/audit";
import { noteSignInAccepted, noteSignInRefused } from "@/lib/integrations";
import { now, nowMs } from "@/lib/platform/clock";
import { type Tx, withOrganization } from "@/lib/platform/db";
import { isCarelaneError } from "@/lib/platform/errors";
import { formatCount } from "@/lib/platform/format";
import { enqueue } from "@/lib/queue";
import { emitWebhookEvents } from "@/lib/webhooks";
import { failureOf, failureSentence, isSignInRefused, lastFailureOf } from "./failure";
import { findSyncJob, readsWholePopulation, type SyncJobRow } from "./job-store";
import { forgetSeen } from "./jobs";
import { publishProgress } from "./progress";
import { lineageOf } from "./run/lineage";
import { remapType } from "./schema";
import { carelaneOf, type StoryOf, tell } from "./story";

/**
 * A job in the hands of a worker. `fence` comes last in each transaction, because it locks the job's row in the queue,
 * whose lease is renewed meanwhile; it throws `lease_lost` when the job is another worker's by now, which alone says
 * then what becomes of it.
 */
export interface HeldJob extends StoryOf {
  readonly fence: (tx: Tx) => Promise<void>;
}

function completionSentence(job: SyncJobRow): string {
  const counts = [
    `${formatCount(job.added)} added`,
    `${formatCount(job.changed)} changed`,
    `${formatCount(job.deleted)} deleted`,
    `${formatCount(job.unchanged)} unchanged`,
    ...(Number(job.conflicted) > 0 ? [`${formatCount(job.conflicted)} in conflict`] : []),
    ...(Number(job.skipped) > 0 ? [`${formatCount(job.skipped)} skipped`] : []),
  ].join(", ");
  return Number(job.failed) > 0 ? `Done, ${formatCount(job.failed)} refused: ${counts}` : `Done: ${counts}`;
}

function announce(tx: Tx, job: StoryOf, type: "sync.completed" | "sync.failed"): Promise<void> {
  const { jobId: recordId, organizationId, integrationId } = job;
  return emitWebhookEvents(tx, organizationId, [{ type, entity: "sync_jobs", recordId, integrationId }]);
}

async function end(tx: Tx, jobId: string, status: "COMPLETED" | "CANCELLED"): Promise<void> {
  await tx.execute(
    `update sync_jobs set status = $2, finished_at = $3, next_attempt_at = null, slowed_by = null, error = null
      where id = $1`,
    [jobId, status, now()],
  );
}

/** A run that the vendor took part in went well: the sign-in works, and this was the integration's last sync. */
async function noteVendorAnswered(tx: Tx, job: StoryOf): Promise<void> {
  await noteSignInAccepted(tx, carelaneOf(job), job.integrationId, "A sync went well", job.jobId);
  await tx.execute("update integrations set last_sync_at = $2 where id = $1", [job.integrationId, now()]);
}

/** Everything is in. */
export async function completeJob(job: HeldJob): Promise<void> {
  await prepareAudit(job.organizationId);
  await withOrganization(job, async (tx) => {
    const row = await findSyncJob(tx, job.jobId, true);
    if (!row) return;
    if (row.type !== remapType) await noteVendorAnswered(tx, job);
    await end(tx, job.jobId, "COMPLETED");
    await tell(tx, job, completionSentence(row));
    await announce(tx, job, "sync.completed");
    if (readsWholePopulation(row)) {
      const syncJobIds = await lineageOf(tx, job.jobId);
      await enqueue(tx, forgetSeen, { syncJobIds }, { organizationId: job.organizationId });
    }
    await tx.execute(
      `insert into sync_rollups as r (integration_id, organization_id, minute, jobs, duration_ms)
       values ($1, $2, date_trunc('minute', $3::timestamptz), 1, $4)
       on conflict (integration_id, minute) do update set jobs = r.jobs + 1, duration_ms = r.duration_ms + excluded.duration_ms`,
      [job.integrationId, job.organizationId, now(), nowMs() - (row.started_at?.getTime() ?? nowMs())],
    );
    await job.fence(tx);
  });
}

/** Obeys what a person asked for. A cancelled run may be taken up again, so what it saw is not forgotten. */
export async function stopJob(
  tx: Tx,
  job: HeldJob,
  wanted: "cancel" | "pause",
  cancelled: string,
): Promise<void> {
  if (wanted === "pause") {
    await tx.execute("update sync_jobs set status = 'PAUSED', wanted = null where id = $1", [job.jobId]);
  } else {
    await end(tx, job.jobId, "CANCELLED");
    await tell(tx, job, cancelled);
  }
  await job.fence(tx);
}

/** Asks a person about deletions that the run does not dare. */
export async function askAboutDeletions(
  job: HeldJob,
  approval: { readonly deletions: number; readonly share: number },
): Promise<void> {
  const percent = `${(approval.share * 100).toFixed(1)} %`;
  await withOrganization(job, async (tx) => {
    await tx.execute("update sync_jobs set status = 'NEEDS_APPROVAL', approval = $2 where id = $1", [
      job.jobId,
      JSON.stringify(approval),
    ]);
    const question = `Would delete ${formatCount(approval.deletions)} records (${percent}). Nothing deleted yet`;
    await tell(tx, job, question, "warning");
    await job.fence(tx);
  });
}

/** Shows on the job that it will be tried again, when, and why. */
export async function showRetry(job: HeldJob, error: unknown, delayMs: number): Promise<void> {
  const limited = isCarelaneError(error) && error.kind === "rate_limited";
  await withOrganization(job, async (tx) => {
    await tx.execute(
      `update sync_jobs set status = case when $4 then status else 'QUEUED' end, error = $2, next_attempt_at = $3,
              slowed_by = case when $4 then 'rate_limit' else slowed_by end
        where id = $1 and status in ('RUNNING', 'QUEUED')`,
      [job.jobId, JSON.stringify(failureOf(error)), new Date(nowMs() + delayMs), limited],
    );
    await job.fence(tx);
  });
  publishProgress(job.organizationId, job.jobId);
}

/**
 * Ends the job as failed; its checkpoint stays, so that a retry goes on from there. A refused sign-in is the whole
 * integration's: no job of it can do better.
 */
export async function failJob(job: HeldJob, error: unknown): Promise<void> {
  const failure = lastFailureOf(error);
  const sentence = failureSentence(failure);
  await prepareAudit(job.organizationId);
  await withOrganization(job, async (tx) => {
    if (isSignInRefused(error)) {
      await noteSignInRefused(tx, carelaneOf(job), job.integrationId, sentence, job.jobId);
    }
    const failed = await tx.execute(
      `update sync_jobs set status = 'FAILED', finished_at = $3, error = $2, next_attempt_at = null, slowed_by = null
        where id = $1 and status in ('RUNNING', 'QUEUED')`,
      [job.jobId, JSON.stringify(failure), now()],
    );
    if (failed > 0) {
      await tell(tx, job, sentence, "error");
      await announce(tx, job, "sync.failed");
    }
    await job.fence(tx);
  });
  publishProgress(job.organizationId, job.jobId);
}
