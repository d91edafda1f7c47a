/** Opens conflicts, refreshes the vendor's side of one that is open already, and closes what a pull has settled. */
import type { ActorRef } from "@/lib/auth";
import { now } from "@/lib/platform/clock";
import type { Tx } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { emitWebhookEvents } from "@/lib/webhooks";
import type { ConflictKind, Severity } from "./schema";
import { type ConflictRules, settleByRules } from "./settle-by-rules";
import { highestSeverity, severityOf } from "./severity";

export interface OpenConflict {
  readonly linkId: string;
  readonly recordId: string;
  readonly kind: ConflictKind;
  readonly paths: readonly string[];
  /** Those of the paths that systems keep changing back and forth; no rule settles such a conflict. */
  readonly flips?: readonly string[];
  readonly baseVersion: number;
  readonly localVersion: number;
  readonly remote: Readonly<Record<string, unknown>> | null;
  readonly remoteHash: Buffer;
  /** When the vendor's record changed, by its own clock; null where it gives no time. */
  readonly remoteChangedAt: Date | null;
}

export interface ConflictOrigin {
  readonly organizationId: string;
  readonly integrationId: string;
  /** Null where no job found it, but a message. */
  readonly jobId: string | null;
  readonly entity: string;
  /** What decides without a person; absent where nothing does. */
  readonly rules?: ConflictRules;
}

/** That a record exists at all on one side alone is never a small matter. */
function severityOfConflict({ entity, rules }: ConflictOrigin, { kind, paths }: OpenConflict): Severity {
  if (kind === "DELETED_LOCALLY" || kind === "DELETED_REMOTELY") return "HIGH";
  return highestSeverity(paths.map((path) => severityOf(entity, path, rules?.severities)));
}

interface OpenedRow {
  id: string;
  link_id: string;
  opened: boolean;
}

/** Writes conflicts, each in the place of what is open about its link. */
function writeConflicts(
  tx: Tx,
  origin: ConflictOrigin,
  conflicts: readonly OpenConflict[],
): Promise<OpenedRow[]> {
  return tx.query<OpenedRow>(
    `insert into sync_conflicts (id, organization_id, integration_id, job_id, entity, direction, link_id, record_id, kind, severity,
                                 paths, base_version, local_version, remote, remote_hash, remote_changed_at, severities, flips)
     select c.id, $1, $2, $3, $4, coalesce((select direction from sync_jobs where id = $3), 'INBOUND'), c.link_id, c.record_id, c.kind, c.severity,
            array(select jsonb_array_elements_text(c.paths::jsonb)), c.base_version, c.local_version, c.remote::jsonb,
            c.remote_hash, c.remote_changed_at, $16::jsonb, array(select jsonb_array_elements_text(c.flips::jsonb))
       from unnest($5::uuid[], $6::uuid[], $7::uuid[], $8::text[], $9::text[], $10::text[], $11::int[], $12::int[], $13::text[],
                   $14::bytea[], $15::timestamptz[], $17::text[])
         as c(id, link_id, record_id, kind, severity, paths, base_version, local_version, remote, remote_hash,
              remote_changed_at, flips)
       join sync_links l on l.id = c.link_id and l.local_base = c.base_version
     on conflict (link_id) where status = 'OPEN' do update
       set kind = excluded.kind, severity = excluded.severity, paths = excluded.paths, base_version = excluded.base_version,
           local_version = excluded.local_version, remote = excluded.remote, remote_hash = excluded.remote_hash,
           remote_changed_at = excluded.remote_changed_at, job_id = excluded.job_id, direction = excluded.direction,
           severities = excluded.severities, flips = excluded.flips
     returning id, link_id, xmax = 0 as opened`,
    [
      origin.organizationId,
      origin.integrationId,
      origin.jobId,
      origin.entity,
      conflicts.map(() => newId()),
      conflicts.map((conflict) => conflict.linkId),
      conflicts.map((conflict) => conflict.recordId),
      conflicts.map((conflict) => conflict.kind),
      conflicts.map((conflict) => severityOfConflict(origin, conflict)),
      conflicts.map((conflict) => JSON.stringify(conflict.paths)),
      conflicts.map((conflict) => conflict.baseVersion),
      conflicts.map((conflict) => conflict.localVersion),
      conflicts.map((conflict) => JSON.stringify(conflict.remote ?? {})),
      conflicts.map((conflict) => conflict.remoteHash),
      conflicts.map((conflict) => conflict.remoteChangedAt),
      JSON.stringify(origin.rules?.severities ?? {}),
      conflicts.map((conflict) => JSON.stringify(conflict.flips ?? [])),
    ],
  );
}

/**
 * One open conflict per link: a later pull shows the newest vendor's side in the same conflict. One that was
 * decided since the caller looked at its link is not opened again. Answers the links whose conflict the rules settled.
 */
export async function openConflicts(
  tx: Tx,
  origin: ConflictOrigin,
  conflicts: readonly OpenConflict[],
): Promise<ReadonlySet<string>> {
  if (conflicts.length === 0) return new Set();
  const rows = await writeConflicts(tx, origin, conflicts);
  const settled = await settleOpened(tx, origin, rows);
  const { organizationId, integrationId } = origin;
  const detected = rows
    .filter((row) => row.opened && !settled.has(row.link_id))
    .map(({ id }) => ({
      type: "conflict.detected" as const,
      entity: "conflicts",
      recordId: id,
      integrationId,
    }));
  await emitWebhookEvents(tx, organizationId, detected);
  return settled;
}

async function settleOpened(
  tx: Tx,
  { rules }: ConflictOrigin,
  rows: readonly OpenedRow[],
): Promise<ReadonlySet<string>> {
  const settled = new Set<string>();
  if (!rules) return settled;
  for (const { id, link_id: linkId } of rows) {
    if (await settleByRules(tx, id, rules)) settled.add(linkId);
  }
  return settled;
}

/** Closes the open conflicts of links whose sides agree again without anybody's decision. */
export async function closeAgreed(tx: Tx, changedBy: ActorRef, linkIds: readonly string[]): Promise<void> {
  if (linkIds.length === 0) return;
  await tx.execute(
    `update sync_conflicts set status = 'RESOLVED', resolved_at = $2, resolved_by = $3, reason = 'both sides agree again'
      where link_id = any($1::uuid[]) and status = 'OPEN'`,
    [linkIds, now(), JSON.stringify(changedBy)],
  );
}
