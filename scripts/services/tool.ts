/** Runs a development tool from node_modules to its end, without a shell. */
import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import { signalGroup } from "./process-group";

const scripts = {
  biome: "@biomejs/biome/bin/biome",
  dependencyCruiser: "dependency-cruiser/bin/dependency-cruiser.mjs",
  next: "next/dist/bin/next",
  playwright: "@playwright/test/cli.js",
  tsc: "typescript7/bin/tsc",
  vitest: "vitest/vitest.mjs",
} as const;

interface ToolOptions {
  readonly env?: Record<string, string>;
  /** The folder to run in; the repository's root unless told. */
  readonly cwd?: string;
  /** Ends the tool when the command is asked to stop. */
  readonly signal: AbortSignal;
  /** Shows the output as it comes instead of keeping it. */
  readonly show?: boolean;
}

export interface ToolResult {
  readonly succeeded: boolean;
  /** Everything it printed; empty when it was shown. */
  readonly output: string;
}

/** Asks the tool to stop when the command is asked to, and then ends what the tool has left of its own. */
function stopOnRequest(child: ChildProcess, signal: AbortSignal): void {
  const stop = () => {
    child.once("exit", () => signalGroup(child, "SIGKILL"));
    signalGroup(child, "SIGTERM");
  };
  signal.addEventListener("abort", stop, { once: true });
  child.once("exit", () => signal.removeEventListener("abort", stop));
}

/** Runs a tool; a tool that fails is an answer, one that cannot be started or was stopped an error. */
export function runTool(
  tool: keyof typeof scripts,
  args: readonly string[],
  { env, cwd, signal, show = false }: ToolOptions,
): Promise<ToolResult> {
  signal.throwIfAborted();
  const stream = show ? "inherit" : "pipe";
  const child = spawn(process.execPath, [path.resolve("node_modules", scripts[tool]), ...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", stream, stream],
    detached: process.platform !== "win32",
  });
  stopOnRequest(child, signal);
  let output = "";
  for (const source of [child.stdout, child.stderr]) {
    source?.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) =>
      signal.aborted ? reject(signal.reason) : resolve({ succeeded: code === 0, output }),
    );
  });
}
