/** Databases for tests on one server: a template with every migration, and copies of it. */
import { randomBytes } from "node:crypto";
import { Client } from "pg";

/** The same server and login, another database. */
export function withDatabase(url: string, name: string): string {
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.href;
}

/** Runs statements one after the other on a connection of their own: `create database` bears no transaction. */
export async function runStatements(url: string, ...statements: string[]): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

export async function createTemplate(adminUrl: string): Promise<{ name: string; url: string }> {
  const name = `carelane_test_${randomBytes(6).toString("hex")}`;
  await runStatements(adminUrl, `create database ${name} template template0`);
  return { name, url: withDatabase(adminUrl, name) };
}

/** Drops the template and every copy of it that a test left. */
export async function dropTemplate(adminUrl: string, templateName: string): Promise<void> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      "select datname as name from pg_database where starts_with(datname, $1)",
      [templateName],
    );
    for (const { name } of rows) await client.query(`drop database ${name} with (force)`);
  } finally {
    await client.end();
  }
}
