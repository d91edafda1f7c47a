import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Client } from "pg";
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { runPrismaOffline } from "@/scripts/prisma/cli";
import { createEmptyDatabase, type TestDatabase } from "@/scripts/testing/database";
import { migrate, pendingMigrations } from "./migrate";

let database: TestDatabase;
let client: Client;
let folder: string;

beforeEach(async () => {
  database = await createEmptyDatabase();
  client = new Client({ connectionString: database.url });
  await client.connect();
  folder = await mkdtemp(path.join(tmpdir(), "migrations-"));
});

afterEach(async () => {
  await client.end();
  await database.drop();
  await rm(folder, { recursive: true });
});

async function addMigration(name: string, sql: string): Promise<void> {
  await mkdir(path.join(folder, name), { recursive: true });
  await writeFile(path.join(folder, name, "migration.sql"), sql);
}

async function tableNames(): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = 'public' and tablename <> '_prisma_migrations' order by 1",
  );
  return rows.map(({ name }) => name);
}

/** Tables and columns as a person would compare them; a partition belongs to its table. */
async function columnsOf(url: string): Promise<string[]> {
  const other = new Client({ connectionString: url });
  await other.connect();
  const { rows } = await other.query<{ line: string }>(`
    select format('%s.%s %s%s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
                  case when a.attnotnull then ' not null' else '' end) as line
      from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and c.relname <> '_prisma_migrations' and a.attnum > 0 and not a.attisdropped
     order by 1`);
  await other.end();
  return rows.map(({ line }) => line);
}

describe("the migrations", () => {
  it("lead to the tables and columns of the Prisma schema", async () => {
    const fromSchema = await createEmptyDatabase();
    onTestFinished(() => fromSchema.drop());
    const script = await runPrismaOffline([
      ...["migrate", "diff", "--from-empty", "--to-schema", "prisma/schema", "--script"],
    ]);
    await migrate(database.url);
    const other = new Client({ connectionString: fromSchema.url });
    await other.connect();
    await other.query(script);
    await other.end();

    expect(await columnsOf(database.url)).toEqual(await columnsOf(fromSchema.url));
  });

  it("are all applied the first time and none the second", async () => {
    const pending = await pendingMigrations(database.url);
    expect(pending.length).toBeGreaterThan(0);
    expect(await migrate(database.url)).toEqual({ applied: pending });
    expect(await pendingMigrations(database.url)).toEqual([]);
    expect(await migrate(database.url)).toEqual({ applied: [] });
  });
});

describe("migrate", () => {
  it("keeps semicolons inside a function body together", async () => {
    await addMigration(
      "1_function",
      "create function one() returns int language plpgsql as $$ begin return 1; end $$; -- a comment; with one",
    );
    await migrate(database.url, { folder });
    expect((await client.query("select one() as value")).rows).toEqual([{ value: 1 }]);
  });

  it("applies each file once when several processes start at the same moment", async () => {
    await addMigration("1_first", "create table first (id int)");
    await addMigration("2_second", "create table second (id int)");
    const results = await Promise.all([1, 2, 3].map(() => migrate(database.url, { folder })));
    expect(results.flatMap(({ applied }) => applied).sort()).toEqual(["1_first", "2_second"]);
  });

  it("leaves nothing of a file that fails, names its line, and goes on once it is corrected", async () => {
    await addMigration("1_good", "create table good (id int)");
    await addMigration("2_bad", "create table half (id int);\nselect missing_column;");
    await expect(migrate(database.url, { folder })).rejects.toMatchObject({
      code: "migration_failed",
      detail: expect.stringContaining("2_bad failed at line 2"),
    });
    expect(await tableNames()).toEqual(["good"]);

    await addMigration("2_bad", "create table half (id int)");
    expect(await migrate(database.url, { folder })).toEqual({ applied: ["2_bad"] });
  });

  it("reruns cleanly when its connection is killed in the middle of a file", async () => {
    await client.query("create table gate ()");
    await addMigration(
      "1_slow",
      "create table slow (id int); select pg_sleep(60) where to_regclass('gate') is not null",
    );
    const interrupted = expect(migrate(database.url, { folder })).rejects.toThrow();
    await vi.waitFor(async () => {
      const killed = await client.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and query like 'create table slow%' and wait_event = 'PgSleep'`,
      );
      expect(killed.rowCount).toBe(1);
    });
    await interrupted;
    expect(await tableNames()).toEqual(["gate"]);

    await client.query("drop table gate");
    expect(await migrate(database.url, { folder })).toEqual({ applied: ["1_slow"] });
    expect(await tableNames()).toEqual(["slow"]);
  });

  it("runs a file marked `no transaction` outside one", async () => {
    await addMigration("1_table", "create table sample (id int)");
    await addMigration(
      "2_index",
      "-- no transaction\ncreate index concurrently if not exists sample_id on sample (id)",
    );
    expect(await migrate(database.url, { folder })).toEqual({ applied: ["1_table", "2_index"] });
  });

  it("refuses a file that was changed after it had been applied", async () => {
    await addMigration("1_table", "create table sample (id int)");
    await migrate(database.url, { folder });
    await addMigration("1_table", "create table sample (id bigint)");
    await expect(migrate(database.url, { folder })).rejects.toMatchObject({
      code: "migration_history_differs",
      detail: expect.stringContaining("1_table was changed"),
    });
  });

  it("refuses a database that a newer version migrated", async () => {
    await addMigration("1_table", "create table sample (id int)");
    await addMigration("2_newer", "create table newer (id int)");
    await migrate(database.url, { folder });
    await rm(path.join(folder, "2_newer"), { recursive: true });
    await expect(migrate(database.url, { folder })).rejects.toMatchObject({
      code: "migration_history_differs",
      detail: expect.stringContaining("its file is missing"),
    });
  });
});
