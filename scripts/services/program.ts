/** One of our own programs as a child process: web, worker, sandbox. */
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { signalGroup } from "./process-group";

const endWithParent = new URL("./end-with-parent.mjs", import.meta.url).href;

export interface ProgramOptions {
  /** Shown before each line of its output. */
  readonly name: string;
  /** A TypeScript file and its arguments. */
  readonly script: string;
  readonly args?: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Flags of Node itself, such as --watch. */
  readonly nodeFlags?: readonly string[];
}

interface ProgramEnd {
  readonly succeeded: boolean;
  /** The way it ended, as the end of a sentence. */
  readonly how: string;
}

export interface Program {
  readonly name: string;
  /** Settles when the process has ended. */
  readonly ended: Promise<ProgramEnd>;
  /** Asks it to finish and waits; what has not ended after `limitMs` is killed with all it started. */
  stop(limitMs: number): Promise<void>;
}

function prefixOutput(name: string, child: ChildProcess): void {
  for (const [stream, target] of [
    [child.stdout, process.stdout],
    [child.stderr, process.stderr],
  ] as const) {
    if (!stream) continue;
    createInterface({ input: stream }).on("line", (line) => target.write(`${name.padEnd(7)} │ ${line}\n`));
  }
}

/**
 * Starts a program in a process group of its own, so that Ctrl-C reaches the command alone and the command decides
 * the order in which things stop.
 */
export function startProgram({ name, script, args = [], env, nodeFlags = [] }: ProgramOptions): Program {
  const child = spawn(
    process.execPath,
    [...nodeFlags, "--import", "tsx", "--import", endWithParent, script, ...args],
    { env, detached: true, stdio: ["ignore", "pipe", "pipe", "ipc"] },
  );
  prefixOutput(name, child);
  const ended = new Promise<ProgramEnd>((resolve) => {
    child.once("error", (error) =>
      resolve({ succeeded: false, how: `could not be started: ${error.message}` }),
    );
    child.once("exit", (code, signal) =>
      resolve({ succeeded: code === 0, how: signal ? `was ended by ${signal}` : `ended with code ${code}` }),
    );
  });
  return {
    name,
    ended,
    async stop(limitMs) {
      child.kill("SIGTERM");
      await Promise.race([ended, pause(limitMs, undefined, { ref: false })]);
      signalGroup(child, "SIGKILL");
      await ended;
    },
  };
}
