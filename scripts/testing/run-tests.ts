/** Unit and integration tests, and the journeys in a browser through a demo of their own. */
import { existsSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { startDemo } from "../demo/start-demo";
import { freePort } from "../services/ports";
import type { Shutdown } from "../services/shutdown";
import { runTool } from "../services/tool";
import { chromiumPath } from "./chromium";
import { countOf, readTally, type Tally } from "./tally";
import { createTemplate, dropTemplate } from "./template";
import { endLeftovers, makeTestFolder } from "./test-folder";

const reportFolder = ".vitest";

/** Removes the report of an earlier run first: it would count for a run that never came to its end. */
async function freshReport(name: string): Promise<string> {
  const file = `${reportFolder}/${name}.json`;
  await mkdir(reportFolder, { recursive: true });
  await rm(file, { force: true });
  return file;
}

export async function runUnitAndIntegration(shutdown: Shutdown): Promise<Tally> {
  // Vitest stops its servers itself, unless it is stopped.
  shutdown.add("The tests' servers", endLeftovers);
  const report = await freshReport("vitest");
  const { succeeded } = await runTool(
    "vitest",
    ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`],
    { signal: shutdown.signal, show: true, env: { NODE_ENV: "test" } },
  );
  return readTally("vitest", report, succeeded);
}

/** A database of the journeys' own where the environment names a server; the embedded one is new anyway. */
async function ownDatabase(shutdown: Shutdown): Promise<void> {
  const adminUrl = process.env.DATABASE_URL;
  if (!adminUrl) return;
  const { name, url } = await createTemplate(adminUrl);
  process.env.DATABASE_URL = url;
  shutdown.add("The journeys' database", () => dropTemplate(adminUrl, name));
}

/** Builds the pages, starts a demo in an empty data folder and runs the journeys of e2e/ in a real browser. */
export async function runJourneys(shutdown: Shutdown): Promise<Tally> {
  if (!existsSync("e2e")) return countOf(0, 0);
  const { signal } = shutdown;
  const folder = await makeTestFolder();
  // The demo takes the folder's lock for itself.
  folder.release();
  shutdown.add("The journeys' folder", () => rm(folder.path, { recursive: true, force: true }));
  await ownDatabase(shutdown);
  const demoFile = await startDemo(
    { port: await freePort(3400), dataFolder: folder.path, mode: "production" },
    shutdown,
  );
  const browser = await chromiumPath(signal);
  const report = await freshReport("playwright");
  const { succeeded } = await runTool("playwright", ["test", "--reporter=list,json"], {
    signal,
    show: true,
    env: {
      CARELANE_DEMO_FILE: demoFile,
      PLAYWRIGHT_JSON_OUTPUT_NAME: report,
      ...(browser ? { CHROMIUM_PATH: browser } : {}),
    },
  });
  return readTally("playwright", report, succeeded);
}
