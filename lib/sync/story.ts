/** What happened to a job, in words for people, among the integration's other events. */
import { type Actor, systemActor } from "@/lib/auth";
import { recordIntegrationEvent } from "@/lib/integrations";
import type { Tx } from "@/lib/platform/db";

export interface StoryOf {
  readonly jobId: string;
  readonly organizationId: string;
  readonly integrationId: string;
}

/** Carelane itself, where it acts for a job without a person. */
export function carelaneOf({
  organizationId,
  integrationId,
}: Pick<StoryOf, "organizationId" | "integrationId">): Actor {
  return systemActor(organizationId, { kind: "system", id: integrationId, name: "Carelane" });
}

type EventSeverity = "info" | "warning" | "error";

/** Adds a sentence to the job's story unless it is there. */
export async function tellOnce(
  tx: Tx,
  job: StoryOf,
  message: string,
  severity: EventSeverity,
): Promise<void> {
  const told = await tx.one("select 1 from integration_events where job_id = $1 and message = $2 limit 1", [
    job.jobId,
    message,
  ]);
  if (!told) await tell(tx, job, message, severity);
}

/** Adds a sentence to the job's story. It holds counts and times, never a patient's data. */
export async function tell(
  tx: Tx,
  job: StoryOf,
  message: string,
  severity: EventSeverity = "info",
): Promise<void> {
  const { jobId, integrationId } = job;
  await recordIntegrationEvent(tx, carelaneOf(job), {
    integrationId,
    jobId,
    type: "sync",
    message,
    severity,
  });
}
