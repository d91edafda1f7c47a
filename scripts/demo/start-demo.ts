/** A whole Carelane on one machine: databases, simulated vendors, worker, web, and data to look at. */
import { rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { migrate } from "@/lib/platform/db/migrate";
import { generateClient } from "../prisma/generate-client";
import { buildWeb } from "../product/build-web";
import { productEnvironment } from "../product/environment";
import { startSandbox, startWeb, startWorker, waitUntilReady } from "../product/parts";
import { type DataFolder, openDataFolder } from "../services/data-folder";
import { openServices, type Services } from "../services/open-services";
import { assertPortFree, freePort } from "../services/ports";
import type { Shutdown } from "../services/shutdown";
import { runSeed } from "./run-seed";

/** Registered for HL7 (IANA); a second demo beside takes another. */
const usualMllpPort = 2575;

interface DemoOptions {
  readonly port: number;
  readonly dataFolder: string;
  /** Development serves pages from their sources and starts the worker anew on every change. */
  readonly mode: "development" | "production";
}

async function openMigratedServices(folder: DataFolder, shutdown: Shutdown): Promise<Services> {
  const services = await openServices(folder, shutdown);
  const url = process.env.DIRECT_DATABASE_URL ?? services.databaseUrl;
  await migrate(url, { log: (name) => console.log(`Applying migration ${name}`) });
  return services;
}

/**
 * Starts everything, in the order in which it is stopped backwards, and answers the path of demo.json, which is
 * there from now until the end.
 */
export async function startDemo(options: DemoOptions, shutdown: Shutdown): Promise<string> {
  const { port, mode } = options;
  await assertPortFree(port);
  const folder = await openDataFolder(options.dataFolder);
  shutdown.add("The data folder", async () => folder.release());

  console.log("Starting PostgreSQL and Redis …");
  // Before the build: whoever lacks a Redis is told in seconds.
  const services = await openMigratedServices(folder, shutdown);
  await generateClient();
  const build = mode === "production" ? await buildWeb(shutdown.signal) : undefined;
  if (build) shutdown.add("The build of the pages", async () => build.release());

  shutdown.signal.throwIfAborted();
  console.log("Starting the simulated vendors, the worker and the web server …");
  const baseUrl = `http://127.0.0.1:${port}`;
  const mllpPort = await freePort(usualMllpPort);
  const env = productEnvironment({ folder, services, baseUrl, mode, mllpPort });
  const sandboxPort = await freePort(port + 1);
  const sandboxUrl = `http://127.0.0.1:${sandboxPort}`;
  startSandbox(sandboxPort, shutdown);
  startWeb({ ...env, ...build?.env }, shutdown);
  await Promise.all([
    waitUntilReady("sandbox", `${sandboxUrl}/_vendors`, shutdown),
    waitUntilReady("web", `${baseUrl}/api/health/live`, shutdown),
  ]);
  // The seed tells the simulated Epic where our public keys are; a worker before it would be refused there.
  const mllp = { host: "127.0.0.1", port: mllpPort };
  const content = await runSeed({ baseUrl, sandboxUrl, mllp, ...folder.secrets.demo }, env, shutdown.signal);
  startWorker(env, shutdown);
  await waitUntilReady("web", `${baseUrl}/api/health/ready`, shutdown);

  const demoFile = path.join(folder.path, "demo.json");
  await writeFile(`${demoFile}.new`, content, { mode: 0o600 });
  await rename(`${demoFile}.new`, demoFile);
  shutdown.add("demo.json", () => rm(demoFile, { force: true }));
  return demoFile;
}
