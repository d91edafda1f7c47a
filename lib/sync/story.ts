/** What happened to a job, in words for people, among the integration's other events. */
import { systemActor } from "@/lib/auth";
import { recordIntegrationEvent } from "@/lib/integrations";
import type { Tx } from "@/lib/platform/db";

export interface StoryOf {
  readonly jobId: string;
  readonly organizationId: string;
  readonly integrationId: string;
}

/** Adds a sentence to the job's story. It holds counts and times, never a patient's data. */
export async function tell(
  tx: Tx,
  { jobId, organizationId, integrationId }: StoryOf,
  message: string,
  severity: "info" | "warning" | "error" = "info",
): Promise<void> {
  const carelane = systemActor(organizationId, { kind: "system", id: integrationId, name: "Carelane" });
  await recordIntegrationEvent(tx, carelane, { integrationId, jobId, type: "sync", message, severity });
}
