/**
 * The schema as of the last migration, as one file beside the migrations.
 *
 * A migration is the difference between two schemas, and this machine-independent way of writing one has no database
 * to ask for the old schema. So each migration leaves the schema it leads to in prisma/migrations/schema.prisma. Two
 * branches that both add a migration meet there as a merge conflict, which is wanted.
 */
import { existsSync } from "node:fs";
import { glob, readFile, writeFile } from "node:fs/promises";

const snapshotPath = "prisma/migrations/schema.prisma";

/** Arguments of `prisma migrate diff` that name the schema as of the last migration. */
export function lastMigratedSchema(): string[] {
  return existsSync(snapshotPath) ? ["--from-schema", snapshotPath] : ["--from-empty"];
}

/** The files of prisma/schema as one text, always in the same order. */
export async function readPresentSchema(): Promise<string> {
  const paths = (await Array.fromAsync(glob("prisma/schema/**/*.prisma"))).sort();
  const texts = await Promise.all(paths.map((path) => readFile(path, "utf8")));
  return texts.join("\n");
}

export async function rememberMigratedSchema(schema: string): Promise<void> {
  await writeFile(snapshotPath, schema);
}
