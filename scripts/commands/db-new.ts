/**
 * `npm run db:new <name>`: writes the migration that leads from the last migration's schema to prisma/schema, to be
 * completed by hand (roles, policies, partitions, triggers) and then applied by `npm run db:migrate`.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { runPrismaOffline } from "../prisma/cli";
import { lastMigratedSchema, readPresentSchema, rememberMigratedSchema } from "../prisma/schema-snapshot";

/** UTC, yyyymmddhhmmss: migrations are applied in the order of their folders' names. */
function timestamp(now: Date): string {
  return now.toISOString().replace(/\D/g, "").slice(0, 14);
}

async function main(name: string | undefined) {
  if (!name || !/^[a-z0-9_]+$/.test(name)) {
    throw new Error("Name the migration in lower case with underscores: npm run db:new add_case_notes");
  }
  const schema = await readPresentSchema();
  const sql = await runPrismaOffline([
    "migrate",
    "diff",
    ...lastMigratedSchema(),
    "--to-schema",
    "prisma/schema",
    "--script",
  ]);
  const folder = `prisma/migrations/${timestamp(new Date())}_${name}`;
  await mkdir(folder, { recursive: true });
  await writeFile(`${folder}/migration.sql`, `${sql.trim()}\n`);
  await rememberMigratedSchema(schema);
  await runPrismaOffline(["generate"]);
  console.log(
    `Wrote ${folder}/migration.sql and generated the client. Complete the file, then: npm run db:migrate`,
  );
}

await main(process.argv[2]);
