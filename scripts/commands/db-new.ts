/**
 * `npm run db:new <name>`: writes the migration that leads from the last migration's schema to prisma/schema, to be
 * completed by hand (roles, policies, partitions, triggers) and then applied by `npm run db:migrate`.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { runPrismaOffline } from "../prisma/cli";
import { generateClient } from "../prisma/generate-client";
import { lastMigratedSchema, readPresentSchema, rememberMigratedSchema } from "../prisma/schema-snapshot";
import { SetupError } from "../services/setup-error";
import { runCommand } from "./run-command";

/** UTC, yyyymmddhhmmss: migrations are applied in the order of their folders' names. */
function timestamp(now: Date): string {
  return now.toISOString().replace(/\D/g, "").slice(0, 14);
}

await runCommand(async () => {
  const name = process.argv[2];
  if (!name || !/^[a-z0-9_]+$/.test(name)) {
    throw new SetupError("Name the migration in lower case with underscores: npm run db:new add_case_notes");
  }
  const schema = await readPresentSchema();
  const from = lastMigratedSchema();
  const sql = await runPrismaOffline([
    "migrate",
    "diff",
    ...from,
    "--to-schema",
    "prisma/schema",
    "--script",
  ]);
  const folder = `prisma/migrations/${timestamp(new Date())}_${name}`;
  await mkdir(folder, { recursive: true });
  await writeFile(`${folder}/migration.sql`, `${sql.trim()}\n`);
  await rememberMigratedSchema(schema);
  await generateClient();
  console.log(
    `Wrote ${folder}/migration.sql and generated the client. Complete the file, then: npm run db:migrate`,
  );
  return true;
});
