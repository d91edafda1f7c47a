/** Runs the simulated vendors as a process: `--port N` and any setting, such as `--patients 50000 --seed 7`. */
import { parseArgs } from "node:util";
import { z } from "zod";
import { startSandbox } from "@/sandbox";
import { settingsSchema } from "@/sandbox/framework/settings";

const commandLine = settingsSchema.extend({ port: z.coerce.number().int().min(0).max(65_535).default(0) });

/** `exportMinIntervalSeconds` is `--export-min-interval-seconds` on the command line. */
function flagOf(setting: string): string {
  return setting.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

const names = Object.keys(commandLine.shape);
const { values } = parseArgs({
  options: Object.fromEntries(names.map((name) => [flagOf(name), { type: "string" as const }])),
});
const given = commandLine.parse(Object.fromEntries(names.map((name) => [name, values[flagOf(name)]])));
const sandbox = await startSandbox(given);
console.log(`Simulated vendors at ${sandbox.url}`);

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void sandbox.close().then(() => process.exit()));
}
