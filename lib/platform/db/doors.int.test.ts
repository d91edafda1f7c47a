import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "../ids";
import {
  type AnyTable,
  enterOrganization,
  fillTables,
  insertStatement,
  organizationTables,
  untieTables,
} from "../testing/any-row";
import { installationForTests } from "../testing/hooks";
import { databaseCode, type Scope, withOrganization, withSystem } from ".";

const installation = installationForTests();
let tables: AnyTable[];
let ours: Scope;
let theirs: Scope;

beforeAll(async () => {
  tables = await organizationTables(installation.owner);
  await untieTables(installation.owner);
  ours = { organizationId: await installation.addOrganization() };
  theirs = { organizationId: await installation.addOrganization() };
  await fillTables(installation.owner, tables, ours.organizationId);
  await fillTables(installation.owner, tables, theirs.organizationId);
});

/** What a statement came to inside our door: a count of rows, or the SQLSTATE of its refusal. */
function attempt(statement: string, values: unknown[] = [], scope = ours): Promise<number | string> {
  return withOrganization(scope, (tx) => tx.execute(statement, values)).catch(
    (error: unknown) => databaseCode(error) ?? "unknown",
  );
}

/** Tries `statement` on every table; names those where it came to anything but one of `allowed`. */
async function openTables(
  statement: (table: AnyTable) => string,
  allowed: readonly (number | string)[],
  values: unknown[] = [],
): Promise<string[]> {
  const open: string[] = [];
  for (const table of tables) {
    const outcome = await attempt(statement(table), values);
    if (!allowed.includes(outcome)) open.push(`${table.name}: ${outcome}`);
  }
  return open;
}

const refused = "42501";
const foreign = "organization_id is distinct from $1";

describe("the organization's door, for every table that has an organization", () => {
  it("finds the tables to try", () => {
    expect(tables.length).toBeGreaterThan(25);
  });

  it("shows no row of another organization", async () => {
    const open = await openTables(
      ({ name }) => `select 1 from ${name} where ${foreign}`,
      [0, refused],
      [ours.organizationId],
    );
    expect(open).toEqual([]);
  });

  it("refuses a row forged for another organization", async () => {
    expect(await openTables((table) => insertStatement(table, theirs.organizationId), [refused])).toEqual([]);
  });

  it("changes no row of another organization", async () => {
    const open = await openTables(
      ({ name }) => `update ${name} set organization_id = organization_id where ${foreign}`,
      [0, refused],
      [ours.organizationId],
    );
    expect(open).toEqual([]);
  });

  it("refuses to move a row to another organization", async () => {
    const open = await openTables(
      ({ name }) => `update ${name} set organization_id = '${theirs.organizationId}'`,
      [refused],
    );
    expect(open).toEqual([]);
  });

  it("deletes no row of another organization", async () => {
    const open = await openTables(
      ({ name }) => `delete from ${name} where ${foreign}`,
      [0, refused],
      [ours.organizationId],
    );
    expect(open).toEqual([]);
  });

  it("leaves the other organization's rows as they were", async () => {
    await enterOrganization(installation.owner, theirs.organizationId);
    for (const { name } of tables) {
      const { rowCount } = await installation.owner.query(
        `select 1 from ${name} where organization_id = $1`,
        [theirs.organizationId],
      );
      expect([name, rowCount]).toEqual([name, 1]);
    }
  });

  it("has policies in force on each of them, and no right on a partition itself", async () => {
    const { rows } = await installation.owner.query(`
      select c.relname from pg_class c
        join pg_attribute a on a.attrelid = c.oid and a.attname = 'organization_id'
       where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
         and case when c.relispartition then has_table_privilege('carelane_app', c.oid, 'select, insert, update, delete')
             else not c.relrowsecurity end`);
    expect(rows).toEqual([]);
  });
});

it("lets the server compile no statement, through either door", async () => {
  const jit = "select current_setting('jit') as jit";
  expect(await withOrganization(ours, (tx) => tx.query(jit))).toEqual([{ jit: "off" }]);
  expect(await withSystem("health", (tx) => tx.query(jit))).toEqual([{ jit: "off" }]);
});

describe("people of another organization", () => {
  let stranger: string;
  beforeAll(async () => {
    stranger = newId();
    await withSystem("seed", async (tx) => {
      await tx.execute("insert into users (id, email, name) values ($1, $2, 'Stranger')", [
        stranger,
        `${stranger}@example.org`,
      ]);
      await tx.execute(
        "insert into memberships (id, organization_id, user_id, role) values ($1, $2, $3, 'admin')",
        [newId(), theirs.organizationId, stranger],
      );
    });
  });

  it("are neither seen nor changed", async () => {
    expect(await attempt("select 1 from users where id = $1", [stranger])).toBe(0);
    expect(await attempt("update users set password_hash = 'x' where id = $1", [stranger])).toBe(0);
  });

  it("cannot be taken in to reach their password", async () => {
    const adopt =
      "insert into memberships (id, organization_id, user_id, role) values ($1, $2, $3, 'driver')";
    expect(await attempt(adopt, [newId(), ours.organizationId, stranger])).toBe(refused);
  });
});

describe("the clinics of an actor", () => {
  const clinic = newId();
  const [seen, hidden] = [newId(), newId()];
  const scoped = [
    ["entity_records", "id"],
    ["entity_versions", "record_id"],
    ["search_entries", "record_id"],
    ["search_dates", "record_id"],
    ["fhir_bodies", "record_id"],
    ["pending_references", "record_id"],
    ["sync_links", "record_id"],
    ["sync_conflicts", "record_id"],
    ["remote_resources", "link_id"],
  ] as const;

  beforeAll(async () => {
    const { owner } = installation;
    await enterOrganization(owner, ours.organizationId);
    for (const [name, key] of scoped) {
      const table = tables.find((candidate) => candidate.name === name);
      if (!table) throw new Error(`There is no table ${name}.`);
      for (const record of [seen, hidden]) {
        const columns = table.columns.filter((column) => column.name !== key);
        const statement = insertStatement({ name, columns }, ours.organizationId);
        await owner.query(statement.replace(" (", ` (${key}, `).replace("values (", `values ('${record}', `));
      }
    }
    await owner.query(
      "insert into record_clinics (organization_id, record_id, clinic_id) values ($1, $2, $3)",
      [ours.organizationId, seen, clinic],
    );
  });

  async function visible(table: string, key: string, clinicIds: string[] | null): Promise<string[]> {
    const rows = await withOrganization({ ...ours, clinicIds }, (tx) =>
      tx.query<{ key: string }>(`select ${key} as key from ${table} where ${key} = any ($1)`, [
        [seen, hidden],
      ]),
    );
    return rows.map((row) => row.key);
  }

  it.each(scoped)("hold %s to records that name one of them", async (table, key) => {
    const raw = table === "remote_resources";
    expect(await visible(table, key, [clinic])).toEqual(raw ? [] : [seen]);
    expect(await visible(table, key, [])).toEqual([]);
    expect((await visible(table, key, null)).sort()).toEqual([seen, hidden].sort());
  });

  it("hold the search by any part of a name too", async () => {
    const find = (clinicIds: string[] | null) =>
      withOrganization({ ...ours, clinicIds }, (tx) =>
        tx.query("select records_with_words(entity, '%', 10) from search_entries where record_id = $1", [
          seen,
        ]),
      );
    expect(await find([clinic])).toHaveLength(1);
    expect(await find([newId()])).toHaveLength(0);
  });
});
