/** `npm run db:migrate`: brings the database of the environment or of `.env` up to date. */
import { migrate } from "@/lib/platform/db/migrate";
import { loadEnvFile, migrationUrl } from "../services/variable";
import { runCommand } from "./run-command";

await runCommand(async () => {
  loadEnvFile();
  const { applied } = await migrate(migrationUrl(), {
    log: (name) => console.log(`Applying migration ${name}`),
  });
  if (applied.length === 0) console.log("The database is up to date.");
  return true;
});
