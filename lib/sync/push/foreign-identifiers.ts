/**
 * Identifiers that other systems gave a patient: one clinic's numbers are not written into another's charts, where they
 * would tell who else treats the patient (docs/decisions/017).
 */
import { isDeepStrictEqual } from "node:util";
import type { Tx } from "@/lib/platform/db";
import type { SyncRun } from "../run/sync-run";

type Json = Readonly<Record<string, unknown>>;

/** What versions that other integrations made added to the identifiers of each record, whenever that was. */
export async function foreignIdentifiers(
  tx: Tx,
  run: SyncRun,
  recordIds: readonly string[],
): Promise<ReadonlyMap<string, readonly unknown[]>> {
  const rows = await tx.query<{ id: string; identifiers: unknown[] }>(
    `with versions as (
       select id, version, changed_by, data -> 'identifiers' as identifiers from entity_records where id = any($2::uuid[])
        union all
       select record_id, version, changed_by, data -> 'identifiers' from entity_versions where record_id = any($2::uuid[])
     ), steps as (
       select v.*, lag(v.identifiers) over (partition by v.id order by v.version) as before from versions v
     )
     select s.id, jsonb_agg(entry.value) as identifiers
       from steps s cross join lateral jsonb_array_elements(s.identifiers) entry
      where s.changed_by ->> 'kind' = 'system' and s.changed_by ->> 'id' <> $1::text
        and not coalesce(s.before, '[]') @> jsonb_build_array(entry.value)
      group by s.id`,
    [run.integrationId, recordIds],
  );
  return new Map(rows.map(({ id, identifiers }) => [id, identifiers]));
}

function identifiersOf({ identifiers }: Json): readonly unknown[] {
  return Array.isArray(identifiers) ? identifiers : [];
}

function holds(entries: readonly unknown[], entry: unknown): boolean {
  return entries.some((one) => isDeepStrictEqual(one, entry));
}

/** A patient as far as it is the business of a vendor that has the identifiers of `theirs`. */
export function withoutForeign(data: Json, foreign: readonly unknown[], theirs: Json): Json {
  if (foreign.length === 0) return data;
  const own = identifiersOf(theirs);
  const identifiers = identifiersOf(data).filter((entry) => !holds(foreign, entry) || holds(own, entry));
  return { ...data, identifiers };
}
