/** The lookup_tables of an organization: rows in, rows out. */
import { now } from "@/lib/platform/clock";
import type { Tx } from "@/lib/platform/db";
import { type FieldMapping, type LookupTable, stepsOf } from "./schema";

interface LookupRow {
  readonly name: string;
  readonly content: Omit<LookupTable, "name">;
}

/** The names of the tables that field mappings look values up in. */
export function lookupNamesIn(fields: readonly Pick<FieldMapping, "transform">[]): string[] {
  const names = fields.flatMap(stepsOf).flatMap((step) => (step.kind === "lookup" ? step.table : []));
  return [...new Set(names)];
}

/** Those of the named tables that there are, by name; all of them unless names are given. */
export async function findLookups(tx: Tx, names?: readonly string[]): Promise<LookupTable[]> {
  if (names?.length === 0) return [];
  const rows = await tx.query<LookupRow>(
    "select name, content from lookup_tables where $1::text[] is null or name = any($1::text[]) order by name",
    [names ?? null],
  );
  return rows.map(({ name, content }) => ({ name, ...content }));
}

/** Writes a table; answers false when `isNew` and one of the name is there already. */
export async function writeLookup(
  tx: Tx,
  organizationId: string,
  { name, ...content }: LookupTable,
  isNew: boolean,
): Promise<boolean> {
  const written = await tx.execute(
    `insert into lookup_tables (organization_id, name, content, saved_at) values ($1, $2, $3, $4)
     on conflict (organization_id, name) do ${isNew ? "nothing" : "update set content = excluded.content, saved_at = excluded.saved_at"}`,
    [organizationId, name, JSON.stringify(content), now()],
  );
  return written === 1;
}
