/** Carries out what messages say is now called otherwise, or is one with another. */
import type { Tx } from "@/lib/platform/db";
import { commitDeleted } from "../commit/deletions";
import { moveDependents } from "../matching/move-dependents";
import type { Intake } from "../run/sync-run";
import type { Renaming } from "./lay-over";

async function recordOf(
  tx: Tx,
  { integrationId }: Intake,
  entity: string,
  remoteId: string,
): Promise<string | undefined> {
  const link = await tx.one<{ record_id: string }>(
    `select record_id from sync_links
      where integration_id = $1 and entity = $2 and remote_id = $3 and state in ('linked', 'out_of_scope')`,
    [integrationId, entity, remoteId],
  );
  return link?.record_id;
}

/** Before anything is written: what is known under its old name alone is from here on known under the new one. */
export async function rename(tx: Tx, run: Intake, renamings: readonly Renaming[]): Promise<void> {
  for (const { entity, remoteId, into } of renamings) {
    await tx.execute(
      `update sync_links old set remote_id = $4
        where integration_id = $1 and entity = $2 and remote_id = $3 and state in ('linked', 'out_of_scope')
          and not exists (select 1 from sync_links l where l.integration_id = $1 and l.entity = $2 and l.remote_id = $4)`,
      [run.integrationId, entity, remoteId, into],
    );
  }
}

/** After it: what is still known under both names is one. What belonged to the old one belongs to the new one. */
export async function unite(tx: Tx, run: Intake, renamings: readonly Renaming[]): Promise<void> {
  for (const { entity, remoteId, into } of renamings) {
    const from = await recordOf(tx, run, entity, remoteId);
    const to = await recordOf(tx, run, entity, into);
    if (from === undefined || to === undefined || from === to) continue;
    if (entity === "patients") await moveDependents(tx, run, { from, to, reason: "merged by the sender" });
    await commitDeleted(tx, run, entity, [remoteId], "merged");
  }
}
