/** What the records that others point to are called. */
import type { Tx } from "@/lib/platform/db";
import { isRecordEntity, referencedIds, titleFields, titleOf } from "./schema";

/** Names of records by id. */
type RecordLabels = Readonly<Record<string, string>>;

interface Pointing {
  readonly entity: string;
  readonly data: Readonly<Record<string, unknown>>;
}

function idsIn({ entity, data }: Pointing): string[] {
  return isRecordEntity(entity) ? referencedIds(entity, data) : [];
}

/**
 * Gives the names of the records that a row points to: one statement whatever the number of rows. A record the
 * reader may not see has no name there, as row-level security hides it.
 */
export async function labelsOf(tx: Tx, rows: readonly Pointing[]): Promise<(row: Pointing) => RecordLabels> {
  const ids = new Set(rows.flatMap(idsIn));
  if (ids.size === 0) return () => ({});
  const named = await tx.query<Pointing & { id: string }>(
    `select id, entity,
            (select jsonb_object_agg(key, value) from jsonb_each(data) where key = any($2::text[])) as data
       from entity_records where id = any($1::uuid[])`,
    [[...ids], titleFields],
  );
  const labels = new Map(named.map(({ id, entity, data }) => [id, titleOf(entity, data)]));
  return (row) =>
    Object.fromEntries(
      idsIn(row).flatMap((id) => {
        const label = labels.get(id);
        return label === undefined ? [] : [[id, label]];
      }),
    );
}
