/** A cancelled job leaves nothing running at the vendor, such as an export that nobody will fetch. */
import { systemActor } from "@/lib/auth";
import { loadConnectorContext } from "@/lib/integrations";
import { withOrganization } from "@/lib/platform/db";
import { createLogger } from "@/lib/platform/logger";
import type { StoryOf } from "../story";
import type { JobCursor } from "./checkpoint";

const log = createLogger("sync");

/** Where a cancelled job stood, when the vendor has not been told yet; asked for once. */
function cancelledAt(job: StoryOf): Promise<JobCursor | undefined> {
  return withOrganization(job, async (tx) => {
    const cancelled = await tx.execute(
      "update sync_jobs set wanted = null where id = $1 and status = 'CANCELLED' and wanted = 'cancel'",
      [job.jobId],
    );
    if (cancelled === 0) return undefined;
    const row = await tx.one<{ cursor: JobCursor | null }>(
      "select cursor from sync_checkpoints where job_id = $1",
      [job.jobId],
    );
    return row?.cursor ?? undefined;
  });
}

/** Tells the vendor that a cancelled job will not go on. What it answers changes nothing. */
export async function abandonCancelled(job: StoryOf): Promise<void> {
  const cursor = await cancelledAt(job);
  if (cursor?.phase !== "pull" || !cursor.at) return;
  try {
    const actor = systemActor(job.organizationId, {
      kind: "system",
      id: job.integrationId,
      name: "Carelane",
    });
    const { connector, context } = await loadConnectorContext(actor, job.integrationId);
    await connector.abandon?.(context, cursor.at);
  } catch (error) {
    log.info("A vendor could not be told that a job was cancelled", { jobId: job.jobId, error });
  }
}
