/** What happened to a job, in words for people, beside the integration's other events. */
import { now } from "@/lib/platform/clock";
import type { Tx } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";

export interface StoryOf {
  readonly jobId: string;
  readonly organizationId: string;
  readonly integrationId: string;
}

/** Adds a sentence to the job's story. It holds counts and times, never a patient's data. */
export async function tell(
  tx: Tx,
  job: StoryOf,
  message: string,
  severity: "info" | "warning" | "error" = "info",
): Promise<void> {
  await tx.execute(
    `insert into integration_events (id, organization_id, integration_id, at, type, severity, job_id, message)
     values ($1, $2, $3, $4, 'sync', $5, $6, $7)`,
    [newId(), job.organizationId, job.integrationId, now(), severity, job.jobId, message],
  );
}
