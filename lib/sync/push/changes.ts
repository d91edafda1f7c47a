/** The records whose present version a vendor does not have yet: noticed in the feed of changes, kept until it has. */
import type { Entity } from "@/lib/connectors/contract";
import { now } from "@/lib/platform/clock";
import type { Tx } from "@/lib/platform/db";
import type { SyncRun } from "../run/sync-run";

/** Records of the feed looked at in one transaction. */
const feedBatch = 5_000;

/** The transaction from which on nothing has begun yet: whatever was under way when it was asked for is older. */
export async function presentTransaction(tx: Tx): Promise<string> {
  const row = await tx.one<{ at: string }>("select pg_snapshot_xmax(pg_current_snapshot())::text as at", []);
  return row?.at ?? "0";
}

/** True when every transaction before `until` has ended, so that the feed up to it is whole. */
export async function hasEnded(tx: Tx, until: string): Promise<boolean> {
  const row = await tx.one<{ ended: boolean }>(
    "select pg_snapshot_xmin(pg_current_snapshot()) >= $1::xid8 as ended",
    [until],
  );
  return row?.ended ?? false;
}

/**
 * Looks at the next records of the feed and notes those that concern the integration: linked with it and no more as
 * agreed, or made here and not linked yet. Answers whether there may be more.
 */
export async function noteChanges(tx: Tx, run: SyncRun, entity: Entity): Promise<boolean> {
  const place = await tx.one<{ tx: string; record_id: string; looked: string }>(
    `with feed as materialized (
       select r.id, r.tx, r.version, r.job_id, r.deleted_at
         from entity_records r
        where r.organization_id = $2 and r.entity = $3
          and (r.tx, r.id) > (coalesce((select tx from outbound_marks where integration_id = $1 and entity = $3), '0'::xid8),
                              coalesce((select record_id from outbound_marks where integration_id = $1 and entity = $3),
                                       '00000000-0000-0000-0000-000000000000'::uuid))
          and r.tx < pg_snapshot_xmin(pg_current_snapshot())
        order by r.tx, r.id limit ${feedBatch}
     ), noted as (
       insert into outbound_changes (integration_id, record_id, organization_id, entity)
       select $1, f.id, $2, $3 from feed f
         left join lateral (
           select local_base from sync_links where record_id = f.id and integration_id = $1
            order by state in ('linked', 'out_of_scope') desc limit 1
         ) l on true
        where case when l.local_base is not null then l.local_base <> f.version
                   else f.deleted_at is null and case when f.version = 1 then f.job_id is null
                     else exists (select 1 from entity_versions v where v.record_id = f.id and v.version = 1 and v.job_id is null) end
              end
       on conflict (integration_id, record_id) do update set refusals = 0, not_before = null
     )
     select tx::text as tx, id as record_id, (select count(*) from feed) as looked
       from feed order by tx desc, id desc limit 1`,
    [run.integrationId, run.organizationId, entity],
  );
  if (!place) return false;
  await tx.execute(
    `insert into outbound_marks (integration_id, entity, organization_id, tx, record_id) values ($1, $2, $3, $4::xid8, $5)
     on conflict (integration_id, entity) do update set tx = excluded.tx, record_id = excluded.record_id`,
    [run.integrationId, entity, run.organizationId, place.tx, place.record_id],
  );
  return Number(place.looked) === feedBatch;
}

/** Notes one record on a person's wish, wherever it came from. */
export async function noteRecord(
  tx: Tx,
  { organizationId, integrationId }: Pick<SyncRun, "organizationId" | "integrationId">,
  entity: Entity,
  recordId: string,
): Promise<void> {
  await tx.execute(
    `insert into outbound_changes (integration_id, record_id, organization_id, entity) values ($1, $2, $3, $4)
     on conflict (integration_id, record_id) do update set refusals = 0, not_before = null`,
    [integrationId, recordId, organizationId, entity],
  );
}

/** What a run pushes of an entity: all of it, or what belongs to one patient. */
export interface ChangeScope {
  readonly entity: Entity;
  readonly patientId: string | null;
  /** True to try again at once what the vendor refused before. */
  readonly impatient: boolean;
}

const inScope = `c.integration_id = $1 and c.entity = $2
  and ($3::bool or c.not_before is null or c.not_before <= $4)
  and ($5::uuid is null or c.record_id = $5
       or exists (select 1 from entity_records p where p.id = c.record_id and p.data ->> 'patientId' = $5::text))`;

function scopeValues(run: SyncRun, { entity, impatient, patientId }: ChangeScope): unknown[] {
  return [run.integrationId, entity, impatient, now(), patientId];
}

/** How many records the job will have handled with the changes of an entity that wait. */
export async function countChanges(tx: Tx, run: SyncRun, scope: ChangeScope): Promise<number> {
  const row = await tx.one<{ count: string }>(
    `select count(*) + (select processed from sync_jobs where id = $6) as count from outbound_changes c where ${inScope}`,
    [...scopeValues(run, scope), run.jobId],
  );
  return Number(row?.count ?? 0);
}

/** The ids of the next records to push, in their order. */
export async function nextChanges(
  tx: Tx,
  run: SyncRun,
  scope: ChangeScope,
  after: string | null,
  limit: number,
): Promise<string[]> {
  const rows = await tx.query<{ record_id: string }>(
    `select c.record_id from outbound_changes c
      where ${inScope} and ($6::uuid is null or c.record_id > $6) order by c.record_id limit $7`,
    [...scopeValues(run, scope), after, limit],
  );
  return rows.map((row) => row.record_id);
}

/** A record at a version. */
export interface RecordVersion {
  readonly recordId: string;
  readonly version: number;
}

/** Marks changes as being sent: from here on they may have reached the vendor. */
export async function markSending(
  tx: Tx,
  run: SyncRun,
  records: readonly RecordVersion[],
  at: Date,
): Promise<void> {
  await tx.execute(
    `update outbound_changes c set sending_at = $2, sending_version = s.version
       from unnest($3::uuid[], $4::int[]) as s(record_id, version)
      where c.integration_id = $1 and c.record_id = s.record_id`,
    [run.integrationId, at, records.map(({ recordId }) => recordId), records.map(({ version }) => version)],
  );
}

/** Changes that certainly did not reach the vendor wait as if nobody had tried. */
export async function unmarkSending(tx: Tx, run: SyncRun, recordIds: readonly string[]): Promise<void> {
  await tx.execute(
    `update outbound_changes set sending_at = null, sending_version = null
      where integration_id = $1 and record_id = any($2::uuid[])`,
    [run.integrationId, recordIds],
  );
}

/** Forgets changes whose version the vendor has; a record that has moved on meanwhile keeps waiting. */
export async function settleChanges(tx: Tx, run: SyncRun, records: readonly RecordVersion[]): Promise<void> {
  if (records.length === 0) return;
  const ids = records.map(({ recordId }) => recordId);
  await tx.execute(
    `delete from outbound_changes c using unnest($2::uuid[], $3::int[]) as s(record_id, version), entity_records r
      where c.integration_id = $1 and c.record_id = s.record_id and r.id = s.record_id and r.version = s.version`,
    [run.integrationId, ids, records.map(({ version }) => version)],
  );
  await unmarkSending(tx, run, ids);
}

const firstRestSeconds = 300;
const longestRestSeconds = 86_400;

/** Leaves refused changes alone for a while that doubles each time; a new version of the record ends it. */
export async function restChanges(tx: Tx, run: SyncRun, recordIds: readonly string[]): Promise<void> {
  if (recordIds.length === 0) return;
  await tx.execute(
    `update outbound_changes
        set refusals = refusals + 1, not_before = $3::timestamptz + least($4 * 2 ^ least(refusals, 20), $5) * interval '1 second'
      where integration_id = $1 and record_id = any($2::uuid[])`,
    [run.integrationId, recordIds, now(), firstRestSeconds, longestRestSeconds],
  );
}
