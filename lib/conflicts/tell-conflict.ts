/** Tells open screens that a conflict was decided or reopened; of new ones the job's progress tells. */
import { broadcast } from "@/lib/platform/broadcast";
import type { ConflictRow } from "./conflict-store";

export function tellConflict({ id, organization_id, status }: ConflictRow): void {
  broadcast({
    organizationId: organization_id,
    channel: "sync",
    message: { type: "CONFLICT_CHANGED", conflictId: id, status },
  });
}
