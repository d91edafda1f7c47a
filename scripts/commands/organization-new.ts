/**
 * `npm run organization:new -- --name "Northgate Lab" --email admin@example.org`: an organization with its first admin,
 * whose password is printed once. `--admin "Mara Lindqvist"` names the person, `--time-zone` the place.
 */
import { parseArgs } from "node:util";
import { createOrganization } from "@/lib/auth";
import { closePool } from "@/lib/platform/db";
import { randomToken } from "@/lib/platform/ids";
import { SetupError } from "../services/setup-error";
import { loadEnvFile } from "../services/variable";
import { runCommand } from "./run-command";

function options() {
  const text = { type: "string" } as const;
  const { values } = parseArgs({ options: { name: text, email: text, admin: text, "time-zone": text } });
  const { name, email } = values;
  if (!name || !email?.includes("@")) {
    throw new SetupError(
      "Use --name with the organization's name and --email with its first admin's address.",
    );
  }
  return { name, email, admin: values.admin ?? email, timeZone: values["time-zone"] ?? "UTC" };
}

await runCommand(async (shutdown) => {
  loadEnvFile();
  shutdown.add("The database connection", closePool);
  const { name, email, admin, timeZone } = options();
  const password = randomToken(15);
  const code = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  await createOrganization({ code, name, timeZone, admin: { email, name: admin, password } });
  console.log(
    `${name} is ready.\n\n  ${email}\n  ${password}\n\nThe password is shown this once; change it after the first sign-in.`,
  );
  return true;
});
