/**
 * Production builds of the pages, one folder for each state of their sources, shared by all who run this clone. A
 * folder counts once its stamp is there and never changes after that, so that nobody's pages are pulled away.
 */
import { createHash } from "node:crypto";
import { glob, mkdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { withLock } from "../process-lock.mjs";
import { SetupError } from "../services/setup-error";
import { runTool } from "../services/tool";
import { holdIfWhole, markWhole, sweep } from "./build-folders";

const sources = [
  "{app,components,lib,public}/**/*",
  "{instrumentation,instrumentation-client,next.config,postcss.config,tsconfig,package-lock}*.{ts,js,mjs,json}",
  "prisma/schema/**/*.prisma",
];
const builds = ".next-builds";

interface WebBuild {
  /** Environment that makes next.config.js use this build. */
  readonly env: { readonly WEB_BUILD: string };
  /** Tells that this process needs the build no more: a later build sweeps it away. */
  release(): void;
}

async function hashOfSources(): Promise<string> {
  const entries = await Array.fromAsync(glob(sources, { withFileTypes: true }));
  const files = entries
    .filter((entry) => entry.isFile() && !entry.name.includes(".test."))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
  const hash = createHash("sha256");
  for (const file of files) hash.update(path.relative(".", file)).update(await readFile(file));
  return hash.digest("hex").slice(0, 16);
}

async function build(folder: string, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  console.log("Building the pages, about half a minute …");
  // An interrupted or failed build leaves half of one.
  await rm(folder, { recursive: true, force: true });
  const { succeeded, output } = await runTool("next", ["build"], {
    signal,
    env: { WEB_BUILD: folder, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
  });
  if (!succeeded) throw new SetupError(`The pages could not be built.\n${output}`);
  await markWhole(folder);
  await sweep(builds, folder);
}

/** Starts at the same moment make one build; all hold it before another one can sweep. */
async function buildOnce(folder: string, signal: AbortSignal): Promise<() => void> {
  await mkdir(builds, { recursive: true });
  const holdOrBuild = async () => {
    const release = holdIfWhole(folder);
    if (release) return release;
    await build(folder, signal);
    return holdIfWhole(folder);
  };
  const release = await withLock(path.join(builds, "lock"), holdOrBuild, {
    onWait: () => console.log("Another start builds the pages; waiting for it …"),
    signal,
  });
  if (!release) throw new SetupError(`Somebody removed ${folder} while the pages were built. Start again.`);
  return release;
}

/** The build of the present sources, made when there is none. */
export async function buildWeb(signal: AbortSignal): Promise<WebBuild> {
  const folder = path.join(builds, await hashOfSources());
  return {
    env: { WEB_BUILD: folder },
    release: holdIfWhole(folder) ?? (await buildOnce(folder, signal)),
  };
}

/** Makes the Next of this process, once it is made, serve the build of the present sources until the process ends. */
export async function provideBuiltPages(): Promise<void> {
  const { env } = await buildWeb(new AbortController().signal);
  Object.assign(process.env, env);
}
