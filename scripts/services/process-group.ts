import type { ChildProcess } from "node:child_process";

/** Sends a signal to a child that leads a process group (`detached`), and to all that it has started since. */
export function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (!child.pid) return;
  try {
    process.kill(process.platform === "win32" ? child.pid : -child.pid, signal);
  } catch {
    // Nobody is left in the group.
  }
}
