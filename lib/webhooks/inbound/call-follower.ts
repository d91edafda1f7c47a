import { nowMs } from "@/lib/platform/clock";
import type { Tx } from "@/lib/platform/db";
import { enqueue } from "@/lib/queue";
import { followNotifications } from "./jobs";

/**
 * What is told in one breath is read in one go. A second or more also lies between two searches for what changed: some
 * servers answer the same search again from memory, and times of change in searches are whole seconds.
 */
const breathMs = 2_000;

/** Has what was told followed up, in a moment. */
export async function callFollower(
  tx: Tx,
  { organizationId, integrationId }: { readonly organizationId: string; readonly integrationId: string },
): Promise<void> {
  const runAt = new Date(nowMs() + breathMs);
  await enqueue(tx, followNotifications, { organizationId, integrationId }, { organizationId, runAt });
}
