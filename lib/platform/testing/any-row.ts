/** Rows for any table, made from the catalogue: so that a table added tomorrow is tested without a word. */
import type { Client } from "pg";

interface Column {
  readonly name: string;
  readonly type: string;
}

export interface AnyTable {
  readonly name: string;
  /** Columns that a row must be given. */
  readonly columns: readonly Column[];
}

/** Every table (not the partitions below one) that has a column organization_id. */
export async function organizationTables(owner: Client): Promise<AnyTable[]> {
  const { rows } = await owner.query<AnyTable>(`
    select c.relname as name,
           json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, null)))
             filter (where a.attname = 'organization_id' or (a.attnotnull and not a.atthasdef)) as columns
      from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
     group by c.relname
    having bool_or(a.attname = 'organization_id')
     order by c.relname`);
  return rows;
}

const madeUp: Readonly<Record<string, string>> = {
  uuid: "gen_random_uuid()",
  text: "gen_random_uuid()::text",
  integer: "1",
  smallint: "1",
  bigint: "1",
  xid8: "pg_current_xact_id()",
  boolean: "false",
  jsonb: "'{}'::jsonb",
  bytea: "uuid_send(gen_random_uuid())",
  date: "current_date",
  "timestamp with time zone": "now()",
  "text[]": "'{}'::text[]",
  "uuid[]": "'{}'::uuid[]",
};

/** The statement that inserts a row of this organization; every other value is made up. */
export function insertStatement(table: AnyTable, organizationId: string): string {
  const names = table.columns.map((column) => column.name);
  const values = table.columns.map(({ name, type }) => {
    if (name === "organization_id") return `'${organizationId}'`;
    const value = madeUp[type];
    if (value === undefined)
      throw new Error(`Say in any-row.ts how a ${type} is made (${table.name}.${name}).`);
    return value;
  });
  return `insert into ${table.name} (${names.join(", ")}) values (${values.join(", ")})`;
}

/**
 * Takes foreign keys and triggers away from a test's own database: rows that are made up have no parents, and make no
 * others.
 */
export async function untieTables(owner: Client): Promise<void> {
  const { rows } = await owner.query<{ statement: string }>(`
    select format('alter table %s drop constraint %I', conrelid::regclass, conname) as statement
      from pg_constraint
     where contype = 'f' and conparentid = 0 and connamespace = 'public'::regnamespace
    union all
    select format('drop trigger %I on %s', tgname, tgrelid::regclass)
      from pg_trigger join pg_class c on c.oid = tgrelid
     where not tgisinternal and tgparentid = 0 and c.relnamespace = 'public'::regnamespace`);
  for (const { statement } of rows) await owner.query(statement);
}

/** Names the organization whose rows the owner now reads and writes; an owner who is no superuser sees no other. */
export async function enterOrganization(owner: Client, organizationId: string): Promise<void> {
  await owner.query("select set_config('app.org', $1, false)", [organizationId]);
}

/** Inserts one row into each table. */
export async function fillTables(
  owner: Client,
  tables: readonly AnyTable[],
  organizationId: string,
): Promise<void> {
  await enterOrganization(owner, organizationId);
  for (const table of tables) await owner.query(insertStatement(table, organizationId));
}
