/** Reads what the vendor told us has changed, and nothing else. */
import { withOrganization } from "@/lib/platform/db";
import { type NotifiedResource, settleResources, waitingResources } from "@/lib/webhooks";
import { mapPage } from "../commit/map-page";
import type { PhaseEnd, Slice } from "../slice";
import { reread } from "./reread";

const batch = 50;

async function commitRead(
  slice: Slice,
  resources: readonly NotifiedResource[],
): Promise<PhaseEnd | undefined> {
  const started = performance.now();
  const answers = await reread(slice.connector, slice.context, resources);
  const fetchMs = performance.now() - started;
  const mapped = await mapPage(
    slice.connector,
    [...answers.found, ...answers.merged.map((merge) => merge.into)],
    slice.mappings,
  );
  return slice.commit({
    items: mapped.items,
    errors: [...answers.errors, ...mapped.errors],
    deleted: [...answers.deleted, ...answers.merged],
    cursor: { phase: "notified" },
    fetchMs,
    mapMs: performance.now() - started - fetchMs,
  });
}

/** In batches, until none waits. One that is told of while it is read is read once more. */
export async function readNotified(slice: Slice): Promise<PhaseEnd> {
  const { run } = slice;
  for (;;) {
    const waiting = await withOrganization(run, (tx) => waitingResources(tx, run.integrationId, batch));
    if (waiting.length === 0) return { kind: "done" };
    const end = await commitRead(slice, waiting);
    // A process that dies before this reads them again, which changes nothing.
    await withOrganization(run, (tx) => settleResources(tx, run.integrationId, waiting));
    if (end) return end;
  }
}
