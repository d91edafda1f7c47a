/** `npm run check`: format, lint, types, import borders and the lock file, in seconds. */
import { runChecks } from "../checks/run-checks";
import { runCommand } from "./run-command";

await runCommand(async ({ signal }) => (await runChecks(signal)).failed === 0);
