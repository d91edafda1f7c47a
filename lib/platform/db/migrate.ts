/**
 * Applies the migrations of prisma/migrations: each file whole, as one query in one transaction, so that a process
 * killed half way leaves nothing behind. Prisma's own runner splits files at semicolons, which breaks function bodies.
 * Rows and checksums are those of Prisma's table, so that its command line reads the same history.
 *
 * A file whose first line is `-- no transaction` runs outside one, for `create index concurrently`. It holds one
 * statement, which must bear being run again.
 */
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { Client } from "pg";
import { defineErrors } from "../errors";
import { newId, sha256 } from "../ids";

const migrationsFolder = path.join(process.cwd(), "prisma/migrations");

/** Any number will do as long as every Carelane process asks for the same one. */
const migrationLock = 7_261_973_500;

const migrationErrors = defineErrors("db", {
  migration_history_differs: {
    status: 500,
    owner: "carelane",
    kind: "fatal",
    title: "The database was migrated by other files than these",
  },
  migration_failed: {
    status: 500,
    owner: "carelane",
    kind: "fatal",
    title: "A migration could not be applied",
  },
});

interface Migration {
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the file, in hex: what Prisma records too. */
  readonly checksum: string;
}

interface AppliedMigration {
  readonly name: string;
  readonly checksum: string;
  readonly finished: boolean;
}

interface MigrateOptions {
  /** Told the name of each migration before it is applied. */
  readonly log?: (name: string) => void;
  /** Where the migrations lie; prisma/migrations unless told. */
  readonly folder?: string;
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(path.join(folder, name, "migration.sql"), "utf8");
      return { name, sql, checksum: sha256(sql).toString("hex") };
    }),
  );
}

async function readApplied(client: Client): Promise<AppliedMigration[]> {
  const { rows: tables } = await client.query("select 1 where to_regclass('_prisma_migrations') is not null");
  if (tables.length === 0) return [];
  const { rows } = await client.query<AppliedMigration>(
    `select migration_name as name, checksum, finished_at is not null as finished
       from _prisma_migrations where rolled_back_at is null`,
  );
  return rows;
}

async function createHistory(client: Client): Promise<void> {
  await client.query(`
    create table if not exists _prisma_migrations (
      id varchar(36) primary key not null,
      checksum varchar(64) not null,
      finished_at timestamptz,
      migration_name varchar(255) not null,
      logs text,
      rolled_back_at timestamptz,
      started_at timestamptz not null default now(),
      applied_steps_count integer not null default 0
    )`);
}

function assertSameHistory(migrations: readonly Migration[], applied: readonly AppliedMigration[]): void {
  const files = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const { name, checksum, finished } of applied) {
    const problem = !files.has(name)
      ? "was applied to this database, but its file is missing. Start the version that brought it, or a newer one."
      : !finished
        ? "was begun by another tool and not finished. Mark it with `prisma migrate resolve`, then start again."
        : files.get(name)?.checksum !== checksum
          ? "was changed after it had been applied. Restore the file and write a new migration for the change."
          : undefined;
    if (problem) throw migrationErrors.migration_history_differs({ detail: `Migration ${name} ${problem}` });
  }
}

async function record(client: Client, { name, checksum }: Migration): Promise<void> {
  await client.query(
    `insert into _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
     values ($1, $2, $3, clock_timestamp(), 1)`,
    [newId(), checksum, name],
  );
}

async function runOutsideTransaction(url: string, sql: string): Promise<void> {
  const client = await connect(url);
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

async function applyNext(client: Client, url: string, migrations: Migration[], log: MigrateOptions["log"]) {
  await client.query("begin");
  // A lock of the transaction and not of the session: it holds behind a transaction-pooling proxy too.
  await client.query("select pg_advisory_xact_lock($1)", [migrationLock]);
  await createHistory(client);
  const applied = await readApplied(client);
  assertSameHistory(migrations, applied);
  const next = migrations.find(({ name }) => !applied.some((done) => done.name === name));
  if (next) {
    log?.(next.name);
    try {
      if (/^-- no transaction\b/.test(next.sql)) await runOutsideTransaction(url, next.sql);
      else await client.query(next.sql);
      await record(client, next);
    } catch (cause) {
      throw migrationErrors.migration_failed({ detail: describeFailure(next, cause), cause });
    }
  }
  await client.query("commit");
  return next?.name;
}

function describeFailure({ name, sql }: Migration, cause: unknown): string {
  const position = typeof cause === "object" && cause ? Number(Reflect.get(cause, "position")) : Number.NaN;
  const line = position > 0 ? ` at line ${sql.slice(0, position).split("\n").length}` : "";
  return `Migration ${name} failed${line}. Nothing of it was kept. Correct it, then start again.`;
}

async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url, application_name: "carelane migrations" });
  // The statement in flight fails with the same error; without a listener it would end the process.
  client.on("error", () => undefined);
  await client.connect();
  return client;
}

/**
 * Brings the database to the state of the files and answers the names it applied, in order.
 * Any number of processes may call it at once. `url` is the owner's login, not behind a pooling proxy when a file
 * runs outside a transaction.
 * @throws migration_history_differs, migration_failed
 */
export async function migrate(url: string, options: MigrateOptions = {}): Promise<{ applied: string[] }> {
  const migrations = await readMigrations(options.folder ?? migrationsFolder);
  const client = await connect(url);
  const applied: string[] = [];
  try {
    for (;;) {
      const name = await applyNext(client, url, migrations, options.log);
      if (!name) return { applied };
      applied.push(name);
    }
  } finally {
    await client.end();
  }
}

/** Names of the migrations this database still lacks; the health check answers «not ready» while there are any. */
export async function pendingMigrations(url: string, folder = migrationsFolder): Promise<string[]> {
  const [migrations, client] = await Promise.all([readMigrations(folder), connect(url)]);
  try {
    const applied = new Set((await readApplied(client)).map(({ name }) => name));
    return migrations.map(({ name }) => name).filter((name) => !applied.has(name));
  } finally {
    await client.end();
  }
}
