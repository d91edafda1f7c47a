/** Tells open screens how a job goes: at most four times a second, always with the last state. */
import { broadcast } from "@/lib/platform/broadcast";
import { shared } from "@/lib/platform/container";
import { withOrganization } from "@/lib/platform/db";
import { createLogger } from "@/lib/platform/logger";
import { findSyncJob, syncJobView } from "./job-store";

const log = createLogger("sync");
const betweenMs = 250;

async function send(organizationId: string, jobId: string): Promise<void> {
  const row = await withOrganization({ organizationId }, (tx) => findSyncJob(tx, jobId));
  if (!row) return;
  const { status, progress, counts } = syncJobView(row);
  const message = { type: "SYNC_PROGRESS", jobId, status, progress, counts };
  broadcast({ organizationId, channel: "sync", message });
  broadcast({ organizationId, channel: `sync:${jobId}`, message });
}

/** Sends the job's state soon; calls that come before it is sent are answered by the same message. */
export function publishProgress(organizationId: string, jobId: string): void {
  const pending = shared("sync.progress", () => new Set<string>());
  if (pending.has(jobId)) return;
  pending.add(jobId);
  setTimeout(() => {
    pending.delete(jobId);
    send(organizationId, jobId).catch((error) => log.warn("Progress could not be told", { jobId, error }));
  }, betweenMs).unref();
}
