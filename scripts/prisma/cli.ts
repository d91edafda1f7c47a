/** Runs Prisma's command line in a process of its own. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { SetupError } from "../services/setup-error";

const cliPath = fileURLToPath(new URL("../../node_modules/prisma/build/index.js", import.meta.url));

/**
 * Runs one command that looks at schema files alone, and returns what it printed.
 * The database's address is withheld: the schema engine would connect to it first.
 * @throws SetupError with Prisma's explanation
 */
export async function runPrismaOffline(args: string[]): Promise<string> {
  const run = promisify(execFile)(process.execPath, [cliPath, ...args], {
    env: {
      ...process.env,
      DATABASE_URL: "",
      DIRECT_DATABASE_URL: "",
      CHECKPOINT_DISABLE: "1",
      PRISMA_HIDE_UPDATE_MESSAGE: "1",
      NO_COLOR: "1",
    },
    maxBuffer: 64 * 1024 * 1024,
  });
  const { stdout } = await run.catch((error: Error & { stderr?: string }) => {
    throw new SetupError(error.stderr?.trim() || error.message);
  });
  return stdout;
}
