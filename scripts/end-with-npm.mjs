/**
 * Ends this process when the npm that runs it is gone. npm starts scripts through a shell that passes no signal on:
 * whoever stops npm alone would leave databases and servers behind.
 */
import { readFileSync } from "node:fs";

const pollMs = 500;

/** @param {number} pid @param {string} file */
function readProcess(pid, file) {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}

/** The process above the shell `sh -c`, when there is such a shell and the system tells. @param {number} shell */
function aboveShell(shell) {
  if (!/sh\0-c\0/.test(readProcess(shell, "cmdline"))) return undefined;
  // pid (name) state ppid …; the name may hold spaces.
  return readProcess(shell, "stat")
    .replace(/^.*\) /, "")
    .split(" ")[1];
}

/** Sends this process SIGTERM, which its handlers answer as an orderly stop, once npm or its shell has gone. */
export function endWithNpm() {
  if (!process.env.npm_lifecycle_event) return;
  const shell = process.ppid;
  const npm = aboveShell(shell);
  const timer = setInterval(() => {
    if (process.ppid === shell && aboveShell(shell) === npm) return;
    clearInterval(timer);
    process.kill(process.pid, "SIGTERM");
  }, pollMs);
  timer.unref();
}
