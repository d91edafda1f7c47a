/**
 * `npm run bench [name]`: runs bench/<name>.ts, or every benchmark one after the other, each with a freshly migrated
 * database and a Redis of its own. DATABASE_URL and REDIS_URL in the environment of a benchmark name them.
 */
import { glob, rm } from "node:fs/promises";
import path from "node:path";
import { migrate } from "@/lib/platform/db/migrate";
import { productEnvironment } from "../product/environment";
import { openDataFolder } from "../services/data-folder";
import { openServices } from "../services/open-services";
import { startProgram } from "../services/program";
import { SetupError } from "../services/setup-error";
import type { Shutdown } from "../services/shutdown";
import { makeTestFolder } from "../testing/test-folder";
import { runCommand } from "./run-command";

async function benchmarkFiles(name: string | undefined): Promise<string[]> {
  const files = (await Array.fromAsync(glob("bench/*.ts")))
    .filter((file) => !file.endsWith(".test.ts"))
    .sort();
  const chosen = name ? files.filter((file) => path.basename(file, ".ts") === name) : files;
  if (chosen.length > 0) return chosen;
  const names = files.map((file) => path.basename(file, ".ts")).join(", ");
  throw new SetupError(`There is no such benchmark. Present: ${names || "none"}.`);
}

async function runBenchmark(script: string, shutdown: Shutdown): Promise<boolean> {
  const { path: folderPath, release } = await makeTestFolder();
  release();
  shutdown.add("The benchmark's folder", () => rm(folderPath, { recursive: true, force: true }));
  const folder = await openDataFolder(folderPath);
  const services = await openServices(folder, shutdown);
  await migrate(services.databaseUrl);
  const env = productEnvironment({
    folder,
    services,
    baseUrl: "http://127.0.0.1:3000",
    mllpPort: 0,
    mode: "production",
  });
  const program = startProgram({ name: path.basename(script, ".ts"), script, env });
  shutdown.add(program.name, () => program.stop(0));
  const { succeeded } = await program.ended;
  await shutdown.stopAll();
  return succeeded;
}

await runCommand(async (shutdown) => {
  let succeeded = true;
  for (const file of await benchmarkFiles(process.argv[2])) {
    succeeded = (await runBenchmark(file, shutdown)) && succeeded;
  }
  return succeeded;
});
