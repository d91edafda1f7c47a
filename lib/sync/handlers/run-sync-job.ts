/**
 * Runs one slice of a sync job. It may be run twice or be killed anywhere: every page commits with the
 * checkpoint it started from, so a repeated slice repeats nothing.
 */
import { actorRef, systemActor } from "@/lib/auth";
import { loadConnectorContext } from "@/lib/integrations";
import { now, nowMs } from "@/lib/platform/clock";
import { openVault } from "@/lib/platform/crypto";
import { type Tx, withOrganization } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { isCarelaneError } from "@/lib/platform/errors";
import { handle, type JobContext, type SliceOutcome } from "@/lib/queue";
import { dependencyOrder } from "../entities";
import { syncErrors } from "../errors";
import { findSyncJob, readsWholePopulation, type SyncJobRow } from "../job-store";
import { runSyncJob } from "../jobs";
import { publishProgress } from "../progress";
import { abandonCancelled } from "../pull/abandon";
import { type Checkpoint, claimCheckpoint } from "../pull/checkpoint";
import { forgetSeen } from "../pull/lineage";
import { deleteGone } from "../pull/phase-delete";
import { pull } from "../pull/phase-pull";
import { rereadFailed } from "../pull/phase-reread";
import { verifyMissing } from "../pull/phase-verify";
import type { PullRun } from "../pull/run";
import { type PhaseEnd, Slice } from "../pull/slice";
import { type StoryOf, tell } from "../story";

type Payload = JobContext<{ syncJobId: string; organizationId: string; integrationId: string }>;

interface Claim {
  readonly job: SyncJobRow;
  readonly checkpoint: Checkpoint;
}

function storyOf(context: Payload): StoryOf {
  const { syncJobId, organizationId, integrationId } = context.payload;
  return { jobId: syncJobId, organizationId, integrationId };
}

async function end(
  tx: Tx,
  job: SyncJobRow,
  status: "COMPLETED" | "CANCELLED",
  message: string,
): Promise<void> {
  await tx.execute(
    `update sync_jobs set status = $2, finished_at = $3, next_attempt_at = null, slowed_by = null, error = null
      where id = $1`,
    [job.id, status, now()],
  );
  await tell(
    tx,
    { jobId: job.id, organizationId: job.organization_id, integrationId: job.integration_id },
    message,
  );
  // A cancelled run may be taken up again.
  if (status === "COMPLETED") await forgetSeen(tx, job.id);
}

/** Takes the job over, unless it has ended or a person stopped it meanwhile. */
function claim(context: Payload): Promise<Claim | undefined> {
  const { syncJobId, organizationId } = context.payload;
  return withOrganization({ organizationId }, async (tx) => {
    const job = await findSyncJob(tx, syncJobId, true);
    if (!job || (job.status !== "QUEUED" && job.status !== "RUNNING")) return undefined;
    if (job.wanted === "cancel") {
      await end(tx, job, "CANCELLED", "Cancelled before it went on");
      return undefined;
    }
    if (job.wanted === "pause") {
      await tx.execute("update sync_jobs set status = 'PAUSED', wanted = null where id = $1", [syncJobId]);
      return undefined;
    }
    await tx.execute(
      `update sync_jobs set status = 'RUNNING', started_at = coalesce(started_at, $2), next_attempt_at = null, slowed_by = null
        where id = $1`,
      [syncJobId, now()],
    );
    return { job, checkpoint: await claimCheckpoint(tx, syncJobId) };
  });
}

async function makeSlice(context: Payload, { job, checkpoint }: Claim): Promise<Slice> {
  const { organizationId, integrationId, syncJobId } = context.payload;
  const actor = systemActor(organizationId, {
    kind: "system",
    id: integrationId,
    name: job.integration_name,
  });
  const { connector, context: connection } = await loadConnectorContext(actor, integrationId);
  const run: PullRun = {
    jobId: syncJobId,
    organizationId,
    integrationId,
    changedBy: actorRef(actor),
    vault: await openVault(organizationId, "resources"),
    advance: context.advance,
    notesSeen: readsWholePopulation(job),
  };
  return new Slice(
    {
      job,
      run,
      connector,
      context: { ...connection, signal: context.signal },
      entities: dependencyOrder.filter((entity) => job.entities.includes(entity)),
      fixedPageSize: env().SYNC_BATCH_SIZE,
      endsAt: context.sliceEndsAt,
      signal: context.signal,
    },
    checkpoint,
  );
}

/** Runs the phase the checkpoint names. */
function runPhase(slice: Slice): Promise<PhaseEnd> {
  const { cursor } = slice.checkpoint;
  switch (cursor.phase) {
    case "pull":
      return pull(slice, cursor.at ?? undefined);
    case "reread":
      return rereadFailed(slice, cursor.of, cursor.after);
    case "verify":
      return verifyMissing(slice, cursor.after);
    case "delete":
      return deleteGone(slice, cursor.approved);
  }
}

function figure(count: number | string): string {
  return Number(count).toLocaleString("en-US");
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

async function complete(slice: Slice): Promise<void> {
  await withOrganization(slice.run, async (tx) => {
    const job = await findSyncJob(tx, slice.job.id, true);
    if (!job) return;
    const failed = Number(job.failed);
    const outcome = failed > 0 ? `Done, ${figure(failed)} refused` : "Done";
    const { added, changed, deleted, unchanged } = job;
    await end(
      tx,
      job,
      "COMPLETED",
      `${outcome}: ${figure(added)} added, ${figure(changed)} changed, ${figure(deleted)} deleted, ${figure(unchanged)} unchanged`,
    );
    await tx.execute("update integrations set last_sync_at = $2 where id = $1", [job.integration_id, now()]);
    await tx.execute(
      `insert into sync_rollups as r (integration_id, organization_id, minute, jobs, duration_ms)
       values ($1, $2, date_trunc('minute', $3::timestamptz), 1, $4)
       on conflict (integration_id, minute) do update set jobs = r.jobs + 1, duration_ms = r.duration_ms + excluded.duration_ms`,
      [job.integration_id, job.organization_id, now(), nowMs() - (job.started_at?.getTime() ?? nowMs())],
    );
  });
}

async function settle(slice: Slice, outcome: PhaseEnd): Promise<SliceOutcome | undefined> {
  const { run, job } = slice;
  switch (outcome.kind) {
    case "next":
      return { again: true };
    case "again":
      return { again: true, delayMs: outcome.delayMs };
    case "done":
      await complete(slice);
      return undefined;
    case "stop":
      await withOrganization(run, async (tx) => {
        if (outcome.wanted === "cancel") await end(tx, job, "CANCELLED", "Stopped at the end of a page");
        else
          await tx.execute("update sync_jobs set status = 'PAUSED', wanted = null where id = $1", [job.id]);
      });
      await abandonCancelled(run);
      return undefined;
    case "ask":
      await withOrganization(run, async (tx) => {
        const approval = { deletions: outcome.deletions, share: outcome.share };
        await tx.execute("update sync_jobs set status = 'NEEDS_APPROVAL', approval = $2 where id = $1", [
          job.id,
          JSON.stringify(approval),
        ]);
        const share = percent(outcome.share);
        await tell(
          tx,
          run,
          `Would delete ${figure(outcome.deletions)} records (${share}). Nothing deleted yet`,
          "warning",
        );
      });
      return undefined;
  }
}

/** Problems that come before the vendor is even asked, or end the job for good. */
interface Failure {
  readonly code: string;
  readonly title: string;
  readonly detail: string | null;
  readonly owner: string;
}

function failureOf(error: unknown): Failure {
  if (!isCarelaneError(error)) {
    return {
      code: "internal",
      title: "Carelane could not finish this",
      detail: "The log tells why.",
      owner: "carelane",
    };
  }
  return { code: error.code, title: error.title, detail: error.detail ?? null, owner: error.owner };
}

/** Shows on the job that it will be tried again, and why. */
async function showRetry(context: Payload, error: unknown, delayMs: number | null): Promise<void> {
  const story = storyOf(context);
  const limited = isCarelaneError(error) && error.kind === "rate_limited";
  await withOrganization(story, async (tx) => {
    await tx.execute(
      `update sync_jobs set status = case when $4 then status else 'QUEUED' end, error = $2, next_attempt_at = $3,
              slowed_by = case when $4 then 'rate_limit' else slowed_by end
        where id = $1 and status in ('RUNNING', 'QUEUED')`,
      [story.jobId, JSON.stringify(failureOf(error)), new Date(nowMs() + (delayMs ?? 0)), limited],
    );
  });
  publishProgress(story.organizationId, story.jobId);
}

/** The failure that ended the job. What was tried again and again is no longer tried «by itself». */
function lastFailureOf(error: unknown): Failure {
  const failure = failureOf(error);
  const wasTriedAgain = isCarelaneError(error) && error.kind === "retryable";
  if (!wasTriedAgain) return failure;
  return {
    ...failure,
    detail: "It was tried several times. Retry the job later: it goes on where it stopped.",
  };
}

/** Ends the job as failed; its checkpoint stays, so that a retry goes on from there. */
async function fail(context: Payload, error: unknown): Promise<void> {
  const story = storyOf(context);
  const failure = lastFailureOf(error);
  await withOrganization(story, async (tx) => {
    await tx.execute(
      `update sync_jobs set status = 'FAILED', finished_at = $3, error = $2, next_attempt_at = null, slowed_by = null
        where id = $1 and status in ('RUNNING', 'QUEUED')`,
      [story.jobId, JSON.stringify(failure), now()],
    );
    await tell(tx, story, failure.detail ? `${failure.title}. ${failure.detail}` : failure.title, "error");
  });
  publishProgress(story.organizationId, story.jobId);
}

async function runSlice(context: Payload): Promise<SliceOutcome | undefined> {
  const claimed = await claim(context);
  publishProgress(context.payload.organizationId, context.payload.syncJobId);
  if (!claimed) {
    await abandonCancelled(storyOf(context));
    return undefined;
  }
  const slice = await makeSlice(context, claimed);
  for (;;) {
    const outcome = await runPhase(slice);
    if (outcome.kind === "next" && !slice.isOver()) continue;
    const result = await settle(slice, outcome);
    publishProgress(context.payload.organizationId, context.payload.syncJobId);
    return result;
  }
}

export const runSyncJobHandler = handle(runSyncJob, runSlice, {
  onRetry: (context, error, delayMs) => showRetry(context, error, delayMs),
  onDead: (context, error) => fail(context, error ?? syncErrors.worker_died()),
});
