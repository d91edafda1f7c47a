/**
 * One process at a time, across processes: a file that names its holder. A holder that died holds nothing.
 * Plain JavaScript, because the bootstrap uses it before any package is there.
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

const pollMs = 200;

/** True while a process of that id runs; one that ended and waits to be collected does not. @param {number} pid */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error.code === "EPERM";
  }
  return !isZombie(pid);
}

/** @param {number} pid */
function isZombie(pid) {
  try {
    return / Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\)/, ""));
  } catch {
    return false;
  }
}

/**
 * False when the id has been given to a program that is none of our scripts or test runs since, as happens after a reboot or in a
 * container that starts again. Elsewhere than on Linux nobody tells, and the id is believed.
 * @param {number} pid
 */
function isOneOfOurs(pid) {
  if (pid === process.pid) return false;
  if (!existsSync("/proc/self/cmdline")) return true;
  try {
    return /scripts\/|vitest/.test(readFileSync(`/proc/${pid}/cmdline`, "utf8"));
  } catch {
    return true;
  }
}

/** The living process that holds the lock, if any. @param {string} path */
function holderOf(path) {
  try {
    const pid = Number(readFileSync(path, "utf8"));
    return pid > 0 && isAlive(pid) && isOneOfOurs(pid) ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** Takes the lock, or answers the id of the process that holds it. @param {string} path @returns {number | undefined} */
export function tryLock(path) {
  for (;;) {
    try {
      writeFileSync(path, String(process.pid), { flag: "wx" });
      return undefined;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    const holder = holderOf(path);
    if (holder) return holder;
    rmSync(path, { force: true });
  }
}

/** Gives a lock back. @param {string} path */
export function unlock(path) {
  rmSync(path, { force: true });
}

/**
 * Runs `work` while holding the lock; `onWait` is told once when another process has it.
 * @template T
 * @param {string} path
 * @param {() => Promise<T>} work
 * @param {() => void} [onWait]
 * @returns {Promise<T>}
 */
export async function withLock(path, work, onWait) {
  if (tryLock(path)) {
    onWait?.();
    while (tryLock(path)) await pause(pollMs);
  }
  try {
    return await work();
  } finally {
    unlock(path);
  }
}
