/**
 * Runs one slice of a sync job. It may be run twice or be killed anywhere: every page commits with the
 * checkpoint it started from, so a repeated slice repeats nothing.
 */
import { prepareAudit } from "@/lib/audit";
import { actorRef, systemActor } from "@/lib/auth";
import { loadConnectorContext } from "@/lib/integrations";
import { mappingsOf } from "@/lib/mapping";
import { messengerOf } from "@/lib/messages";
import { now } from "@/lib/platform/clock";
import { openVault } from "@/lib/platform/crypto";
import { withOrganization } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { handle, type JobContext, type JobHooks, type SliceOutcome } from "@/lib/queue";
import { rulesOf } from "../commit/conflict-rules";
import type { Mappings } from "../commit/map-page";
import { dependencyOrder } from "../entities";
import { syncErrors } from "../errors";
import { askAboutDeletions, completeJob, failJob, type HeldJob, showRetry, stopJob } from "../job-outcomes";
import { findSyncJob, readsWholePopulation, type SyncJobRow } from "../job-store";
import { remapRecords, runSyncJob } from "../jobs";
import { publishProgress } from "../progress";
import { deleteGone } from "../pull/phase-delete";
import { readNotified } from "../pull/phase-notified";
import { pull } from "../pull/phase-pull";
import { rereadFailed } from "../pull/phase-reread";
import { verifyMissing } from "../pull/phase-verify";
import { noteLocalChanges } from "../push/phase-note";
import { pushChanges } from "../push/phase-push";
import { RecordNews } from "../record-news";
import { remapKept } from "../remap/phase-remap";
import { abandonCancelled } from "../run/abandon";
import { advanceCheckpoint, type Checkpoint, claimCheckpoint, startOfPush } from "../run/checkpoint";
import type { SyncRun } from "../run/sync-run";
import { remapType } from "../schema";
import { type PhaseEnd, Slice } from "../slice";

const directionOf = { INBOUND: "pull", OUTBOUND: "push", BIDIRECTIONAL: "bidirectional" } as const;

type Payload = JobContext<{ syncJobId: string; organizationId: string; integrationId: string }>;

interface Claim {
  readonly job: SyncJobRow;
  readonly checkpoint: Checkpoint;
  readonly news: RecordNews;
  readonly mappings: Mappings;
}

function heldJob({ payload, fence }: Payload): HeldJob {
  const { syncJobId, organizationId, integrationId } = payload;
  return { jobId: syncJobId, organizationId, integrationId, fence };
}

/** Takes the job over, unless it has ended or a person stopped it meanwhile. */
function claim(held: HeldJob): Promise<Claim | undefined> {
  return withOrganization(held, async (tx) => {
    const job = await findSyncJob(tx, held.jobId, true);
    if (!job || (job.status !== "QUEUED" && job.status !== "RUNNING")) return undefined;
    if (job.wanted) {
      await stopJob(tx, held, job.wanted, "Cancelled before it went on");
      return undefined;
    }
    await tx.execute(
      `update sync_jobs set status = 'RUNNING', started_at = coalesce(started_at, $2), next_attempt_at = null, slowed_by = null
        where id = $1`,
      [held.jobId, now()],
    );
    const checkpoint = await claimCheckpoint(tx, held.jobId);
    const mappings = await mappingsOf(tx, held.integrationId);
    const news = await RecordNews.after(tx, held);
    await held.fence(tx);
    return { job, checkpoint, news, mappings };
  });
}

async function makeSlice(context: Payload, { job, checkpoint, news, mappings }: Claim): Promise<Slice> {
  const { organizationId, integrationId, syncJobId } = context.payload;
  const actor = systemActor(organizationId, {
    kind: "system",
    id: integrationId,
    name: job.integration_name,
  });
  const direction = directionOf[job.direction];
  const { connector, context: connection } = await loadConnectorContext(actor, integrationId, direction);
  await prepareAudit(organizationId);
  const run: SyncRun = {
    jobId: syncJobId,
    organizationId,
    integrationId,
    changedBy: actorRef(actor),
    vault: await openVault(organizationId, "resources"),
    advance: context.advance,
    notesSeen: readsWholePopulation(job),
    tells: Object.values(connector.entities).some(({ write }) => write.create),
    remaps: job.type === remapType,
    rulesFor: (entity) => rulesOf(mappings.get(entity), integrationId),
  };
  return new Slice(
    {
      job,
      run,
      news,
      connector,
      context: {
        ...connection,
        messenger: messengerOf({ organizationId, integrationId }),
        signal: context.signal,
      },
      entities: dependencyOrder.filter((entity) => job.entities.includes(entity)),
      mappings,
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
    case "notified":
      return readNotified(slice);
    case "verify":
      return verifyMissing(slice, cursor);
    case "delete":
      return deleteThenPush(slice, cursor.approved);
    case "note":
      return noteLocalChanges(slice, cursor.until);
    case "push":
      return pushChanges(slice, cursor);
    case "remap":
      return remapKept(slice, cursor.after);
  }
}

/** The deletions end what comes in; what goes out follows, where the job has both directions. */
async function deleteThenPush(slice: Slice, approved: boolean | null): Promise<PhaseEnd> {
  const end = await deleteGone(slice, approved);
  if (end.kind !== "done" || slice.job.direction === "INBOUND") return end;
  slice.checkpoint = await withOrganization(slice.run, (tx) =>
    advanceCheckpoint(tx, slice.run.jobId, slice.checkpoint, startOfPush),
  );
  return { kind: "next" };
}

async function settle(held: HeldJob, outcome: PhaseEnd): Promise<SliceOutcome | undefined> {
  switch (outcome.kind) {
    case "next":
      return { again: true };
    case "again":
      return { again: true, delayMs: outcome.delayMs };
    case "done":
      await completeJob(held);
      return undefined;
    case "stop":
      await withOrganization(held, (tx) => stopJob(tx, held, outcome.wanted, "Stopped at the end of a page"));
      await abandonCancelled(held);
      return undefined;
    case "ask":
      await askAboutDeletions(held, { deletions: outcome.deletions, share: outcome.share });
      return undefined;
  }
}

async function runSlice(context: Payload): Promise<SliceOutcome | undefined> {
  const held = heldJob(context);
  const claimed = await claim(held);
  publishProgress(held.organizationId, held.jobId);
  if (!claimed) {
    await abandonCancelled(held);
    return undefined;
  }
  const slice = await makeSlice(context, claimed);
  try {
    for (;;) {
      const outcome = await runPhase(slice);
      if (outcome.kind === "next" && !slice.isOver()) continue;
      const result = await settle(held, outcome);
      slice.tellScreens();
      return result;
    }
  } finally {
    await claimed.news.end();
  }
}

const outcomes: JobHooks<Payload["payload"]> = {
  onRetry: (context, error, delayMs) => showRetry(heldJob(context), error, delayMs),
  onDead: (context, error) => failJob(heldJob(context), error ?? syncErrors.worker_died()),
};

export const runSyncJobHandler = handle(runSyncJob, runSlice, outcomes);
export const remapRecordsHandler = handle(remapRecords, runSlice, outcomes);
