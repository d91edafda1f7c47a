/** Opens conflicts, or refreshes the vendor's side of one that is open already. */
import type { Tx } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { emitWebhookEvents } from "@/lib/webhooks";

export interface OpenConflict {
  readonly linkId: string;
  readonly recordId: string;
  readonly kind: "FIELD" | "DELETED_LOCALLY" | "DELETED_REMOTELY";
  readonly paths: readonly string[];
  readonly baseVersion: number;
  readonly localVersion: number;
  readonly remote: Readonly<Record<string, unknown>> | null;
  readonly remoteHash: Buffer;
}

export interface ConflictOrigin {
  readonly organizationId: string;
  readonly integrationId: string;
  readonly jobId: string;
  readonly entity: string;
}

/** One open conflict per link: a later pull shows the newest vendor's side in the same conflict. */
export async function openConflicts(
  tx: Tx,
  origin: ConflictOrigin,
  conflicts: readonly OpenConflict[],
): Promise<void> {
  if (conflicts.length === 0) return;
  const rows = await tx.query<{ id: string; opened: boolean }>(
    `insert into sync_conflicts (id, organization_id, integration_id, job_id, entity, link_id, record_id, kind, paths,
                                 base_version, local_version, remote, remote_hash)
     select c.id, $1, $2, $3, $4, c.link_id, c.record_id, c.kind,
            array(select jsonb_array_elements_text(c.paths::jsonb)), c.base_version, c.local_version, c.remote::jsonb, c.remote_hash
       from unnest($5::uuid[], $6::uuid[], $7::uuid[], $8::text[], $9::text[], $10::int[], $11::int[], $12::text[], $13::bytea[])
         as c(id, link_id, record_id, kind, paths, base_version, local_version, remote, remote_hash)
     on conflict (link_id) where status = 'OPEN' do update
       set kind = excluded.kind, paths = excluded.paths, local_version = excluded.local_version,
           remote = excluded.remote, remote_hash = excluded.remote_hash, job_id = excluded.job_id
     returning id, xmax = 0 as opened`,
    [
      origin.organizationId,
      origin.integrationId,
      origin.jobId,
      origin.entity,
      conflicts.map(() => newId()),
      conflicts.map((conflict) => conflict.linkId),
      conflicts.map((conflict) => conflict.recordId),
      conflicts.map((conflict) => conflict.kind),
      conflicts.map((conflict) => JSON.stringify(conflict.paths)),
      conflicts.map((conflict) => conflict.baseVersion),
      conflicts.map((conflict) => conflict.localVersion),
      conflicts.map((conflict) => JSON.stringify(conflict.remote ?? {})),
      conflicts.map((conflict) => conflict.remoteHash),
    ],
  );
  const { organizationId, integrationId } = origin;
  const opened = rows.filter((row) => row.opened);
  const detected = opened.map(({ id }) => ({
    type: "conflict.detected" as const,
    entity: "conflicts",
    recordId: id,
    integrationId,
  }));
  await emitWebhookEvents(tx, organizationId, detected);
}
