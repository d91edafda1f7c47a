/** One conflict with both sides. */
import type { Actor } from "@/lib/auth";
import { type Tx, withOrganization } from "@/lib/platform/db";
import { idSchema } from "@/lib/platform/ids";
import { type ConflictRow, conflictView, selectConflicts } from "./conflict-store";
import { conflictErrors } from "./errors";
import type { Conflict } from "./schema";

/** The row of a conflict. Throws `conflict_not_found`. */
export async function findConflict(tx: Tx, id: string): Promise<ConflictRow> {
  const [row] = idSchema.safeParse(id).success ? await selectConflicts(tx, "where c.id = $1", [id]) : [];
  if (!row) throw conflictErrors.conflict_not_found();
  return row;
}

/** The conflict as it stands. Throws `conflict_not_found`. */
export async function readConflict(actor: Actor, id: string): Promise<Conflict> {
  return conflictView(await withOrganization(actor, (tx) => findConflict(tx, id)));
}
