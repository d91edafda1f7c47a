/** Up to which time, by the vendor's clock, each entity of an integration was read. */
import type { Entity } from "@/lib/connectors/contract";
import { now } from "@/lib/platform/clock";
import type { Tx } from "@/lib/platform/db";
import type { SyncRun } from "../run/sync-run";

/** The time up to which all of the entities were read (ISO 8601); undefined when one of them was not. */
export async function readUpTo(
  tx: Tx,
  { integrationId }: SyncRun,
  entities: readonly Entity[],
): Promise<string | undefined> {
  const row = await tx.one<{ since: Date | null; known: number }>(
    `select min(changed_since) as since, count(changed_since)::int as known from sync_watermarks
      where integration_id = $1 and entity = any($2::text[])`,
    [integrationId, entities],
  );
  return row?.known === entities.length ? row.since?.toISOString() : undefined;
}

/** Notes that the entities were read completely; without a new time the one known so far stays. */
export async function keepReadUpTo(
  tx: Tx,
  { integrationId, organizationId }: SyncRun,
  entities: readonly Entity[],
  changedSince: string | undefined,
): Promise<void> {
  await tx.execute(
    `insert into sync_watermarks (integration_id, organization_id, entity, changed_since, complete_at)
     select $1, $2, e.entity, $3, $4 from unnest($5::text[]) as e(entity)
     on conflict (integration_id, entity) do update
       set changed_since = coalesce(excluded.changed_since, sync_watermarks.changed_since), complete_at = excluded.complete_at`,
    [integrationId, organizationId, changedSince ?? null, now(), entities],
  );
}
