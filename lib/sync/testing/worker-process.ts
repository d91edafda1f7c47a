/** Worker processes of a test, each ended by its own process id. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

const running = new Set<ChildProcess>();
// A test file that fails before it can close must leave no worker behind.
process.once("exit", () => {
  for (const worker of running) worker.kill("SIGKILL");
});

export interface WorkerProcess {
  /** Lets it begin to work. */
  begin(): void;
  /** Asks it to hand its work back and end. */
  stop(): Promise<void>;
  /** Ends it as a crash would; resolves when it is gone. */
  kill(): Promise<void>;
  /** Lets it stand still wherever it is, as a machine out of memory or a suspended one does, until `wake`. */
  freeze(): void;
  wake(): void;
}

/** Loads a worker for the test's database and Redis; it waits for `begin`. */
export function loadWorker(): WorkerProcess {
  const child = spawn(process.execPath, ["--import", "tsx", "lib/sync/testing/fast-worker.ts"], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    env: { ...process.env, LOG_LEVEL: "silent" },
  });
  running.add(child);
  child.once("exit", () => running.delete(child));
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
  };
  return {
    begin: () => void child.send("begin"),
    stop: () => end("SIGTERM"),
    kill: () => end("SIGKILL"),
    freeze: () => void child.kill("SIGSTOP"),
    wake: () => void child.kill("SIGCONT"),
  };
}
