/** The programs a running Carelane consists of, and how to tell that each is ready. */
import type { Program, ProgramOptions } from "../services/program";
import { startProgram } from "../services/program";
import { SetupError } from "../services/setup-error";
import type { Shutdown } from "../services/shutdown";
import { waitFor } from "../services/wait-for";

const readyLimitMs = 120_000;

async function answers(url: string): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
  await response?.body?.cancel();
  return response?.ok === true;
}

/** Waits until a GET of `url` succeeds. */
export async function waitUntilReady(name: string, url: string, { signal }: Shutdown): Promise<void> {
  const ready = await waitFor(() => answers(url), { timeoutMs: readyLimitMs, pollMs: 100, signal });
  if (!ready)
    throw new SetupError(`The ${name} process did not become ready within two minutes (GET ${url}).`);
}

function start(options: ProgramOptions, shutdown: Shutdown): Program {
  shutdown.signal.throwIfAborted();
  const program = startProgram(options);
  shutdown.watch(program);
  return program;
}

export function startSandbox(port: number, shutdown: Shutdown): Program {
  return start(
    {
      name: "sandbox",
      script: "sandbox/main.ts",
      // Epic allows one bulk export a day; whoever tries the demo wants to see a second one.
      args: ["--port", String(port), "--export-min-interval-seconds", "0"],
      env: process.env,
    },
    shutdown,
  );
}

/**
 * Pages of records come and go by the megabyte. In the big nursery that Node would give them, all of them lie about
 * for a while: more memory, and no time gained (docs/performance.md).
 */
export const workerNodeFlags: readonly string[] = ["--max-semi-space-size=16"];

/** In development the worker starts anew whenever a file it runs changes. */
export function startWorker(env: NodeJS.ProcessEnv, shutdown: Shutdown): Program {
  const watching = env.NODE_ENV === "development" ? ["--watch", "--watch-preserve-output"] : [];
  const nodeFlags = [...workerNodeFlags, ...watching];
  return start({ name: "worker", script: "workers/main.ts", env, nodeFlags }, shutdown);
}

export function startWeb(env: NodeJS.ProcessEnv, shutdown: Shutdown): Program {
  return start({ name: "web", script: "server.ts", env }, shutdown);
}
