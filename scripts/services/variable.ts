import { existsSync, readFileSync } from "node:fs";
import { SetupError } from "./setup-error";

/** Settings of this installation from `.env`, for the commands that run the installation itself. */
export function loadEnvFile(): void {
  if (existsSync(".env")) process.loadEnvFile(".env");
}

/** An environment variable, or the content of the file that NAME_FILE names; undefined when neither is set. */
function variable(name: string): string | undefined {
  const file = process.env[`${name}_FILE`];
  return process.env[name] || (file ? readFileSync(file, "utf8").trim() : undefined);
}

/** The database the migrations go to: past a pooling proxy where there is one. */
export function migrationUrl(): string {
  const url = variable("DIRECT_DATABASE_URL") ?? variable("DATABASE_URL");
  if (url) return url;
  throw new SetupError("Set DATABASE_URL to your PostgreSQL: postgresql://user:password@host:5432/database");
}
