/** Finds fields that systems keep changing back and forth, each through us: only a person can end that. */
import { flippingFields } from "@/lib/conflicts";
import { nowMs } from "@/lib/platform/clock";
import type { Tx } from "@/lib/platform/db";
import { derivedFields, type RecordEntity } from "@/lib/records";
import type { Intake } from "../run/sync-run";

type Data = Readonly<Record<string, unknown>>;

/** What a system would change now. */
export interface Incoming {
  readonly recordId: string;
  readonly data: Data;
}

/** Within this time what goes back and forth is counted. */
const windowMs = 24 * 3_600_000;
/** Enough to count the flips of a record that changes all the time. */
const mostVersions = 100;

interface VersionRow {
  record_id: string;
  data: Data;
  /** Whose job wrote it; null for a person's change. */
  integration_id: string | null;
}

/**
 * The versions that stood within the window, oldest first, of those records that another system knows too: what one
 * system alone says cannot go back and forth.
 */
function recentVersions(tx: Tx, run: Intake, recordIds: readonly string[]): Promise<VersionRow[]> {
  return tx.query<VersionRow>(
    `select r.id as record_id, v.data, (select j.integration_id from sync_jobs j where j.id = v.job_id) as integration_id
       from unnest($1::uuid[]) as r(id)
      cross join lateral (
        select *, lead(at) over (order by version) as until from (
          select e.version, e.data, e.job_id, e.updated_at as at from entity_records e where e.id = r.id
           union all
          (select h.version, h.data, h.job_id, h.at from entity_versions h
            where h.record_id = r.id order by h.version desc limit ${mostVersions})
        ) each
      ) v
      where (v.until is null or v.until > $3)
        and exists (select 1 from sync_links l where l.record_id = r.id and l.integration_id <> $2)
      order by r.id, v.version`,
    [recordIds, run.integrationId, new Date(nowMs() - windowMs)],
  );
}

/** Fields about which a person has been asked already: time alone does not answer. */
async function openFlips(
  tx: Tx,
  run: Intake,
  recordIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await tx.query<{ record_id: string; flips: string[] }>(
    `select record_id, flips from sync_conflicts
      where integration_id = $1 and record_id = any($2::uuid[]) and status = 'OPEN' and flips <> '{}'`,
    [run.integrationId, recordIds],
  );
  return new Map(rows.map(({ record_id: recordId, flips }) => [recordId, flips]));
}

/** By record, the fields that would change once more and have changed between systems too often already. */
export async function findFlips(
  tx: Tx,
  run: Intake,
  entity: RecordEntity,
  incoming: readonly Incoming[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (incoming.length === 0) return new Map();
  const recordIds = incoming.map(({ recordId }) => recordId);
  const versions = Map.groupBy(await recentVersions(tx, run, recordIds), (row) => row.record_id);
  if (versions.size === 0) return new Map();
  const asked = await openFlips(tx, run, recordIds);
  const derived = derivedFields(entity);
  return new Map(
    incoming.flatMap(({ recordId, data }) => {
      const steps = (versions.get(recordId) ?? []).map((row) => ({ data: row.data, by: row.integration_id }));
      const next = { data, by: run.integrationId };
      const flips = flippingFields(steps, next, asked.get(recordId) ?? []);
      const contested = flips.filter((path) => !derived.includes(path));
      return contested.length > 0 ? [[recordId, contested] as const] : [];
    }),
  );
}
