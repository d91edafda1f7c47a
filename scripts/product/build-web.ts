/** The production build of the pages, made when their sources changed and shared by all who run this clone. */
import { createHash } from "node:crypto";
import { glob, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { withLock } from "../process-lock.mjs";
import { SetupError } from "../services/setup-error";
import { runTool } from "../services/tool";

const sources = [
  "{app,components,lib,public}/**/*",
  "{instrumentation,instrumentation-client,next.config,postcss.config,tsconfig,package-lock}*.{ts,js,mjs,json}",
  "prisma/schema/**/*.prisma",
];
const stampFile = ".next/carelane-build";

async function hashOfSources(): Promise<string> {
  const entries = await Array.fromAsync(glob(sources, { withFileTypes: true }));
  const files = entries
    .filter((entry) => entry.isFile() && !entry.name.includes(".test."))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
  const hash = createHash("sha256");
  for (const file of files) hash.update(path.relative(".", file)).update(await readFile(file));
  return hash.digest("hex");
}

async function build(hash: string, signal: AbortSignal): Promise<void> {
  console.log("Building the pages, about half a minute …");
  const { succeeded, output } = await runTool("next", ["build"], {
    signal,
    env: { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
  });
  if (!succeeded) throw new SetupError(`The pages could not be built.\n${output}`);
  await writeFile(stampFile, hash);
}

/** Builds unless the last build came from the same sources. Two starts at the same moment make one build. */
export async function buildWeb(signal: AbortSignal): Promise<void> {
  const clone = createHash("sha256").update(process.cwd()).digest("hex").slice(0, 16);
  await withLock(
    path.join(tmpdir(), `carelane-build-${clone}`),
    async () => {
      const hash = await hashOfSources();
      const built = await readFile(stampFile, "utf8").catch(() => "");
      if (built !== hash) await build(hash, signal);
    },
    () => console.log("Another start builds the pages; waiting for it …"),
  );
}
