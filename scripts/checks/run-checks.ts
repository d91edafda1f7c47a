/** The static part of the tests: what can be said about the tree without running it. */
import { readFile } from "node:fs/promises";
import { generateClient } from "../prisma/generate-client";
import { runTool, type ToolResult } from "../services/tool";
import { countOf, type Tally } from "../testing/tally";
import { checkBorders } from "./borders";
import { lockFileProblems } from "./lock-file";
import { missingFromLockFile } from "./other-platforms";

async function checkLockFile(): Promise<ToolResult> {
  const text = await readFile("package-lock.json", "utf8");
  const missing = missingFromLockFile(text).map(
    (name) => `${name} is missing: run \`npm run lock:complete\``,
  );
  const problems = [...lockFileProblems(text), ...missing];
  return { succeeded: problems.length === 0, output: problems.join("\n") };
}

const checks: Readonly<Record<string, (signal: AbortSignal) => Promise<ToolResult>>> = {
  "format and lint": (signal) => runTool("biome", ["check", "."], { signal }),
  types: (signal) => runTool("tsc", ["--noEmit", "-p", "."], { signal }),
  borders: (signal) => checkBorders(signal),
  "lock file": checkLockFile,
};

async function runOne(name: string, signal: AbortSignal): Promise<boolean> {
  const startedAt = performance.now();
  const result = await checks[name]?.(signal);
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  if (result?.succeeded) console.log(`ok      ${name}, ${seconds} s`);
  else console.log(`FAILED  ${name}, ${seconds} s\n${result?.output}`);
  return result?.succeeded === true;
}

/** Runs every check side by side and prints the output of those that fail. */
export async function runChecks(signal: AbortSignal): Promise<Tally> {
  // Types of the generated client are part of the tree.
  await generateClient();
  const results = await Promise.all(Object.keys(checks).map((name) => runOne(name, signal)));
  const passed = results.filter(Boolean).length;
  return countOf(passed, results.length - passed);
}
