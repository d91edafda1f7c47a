/**
 * One process at a time, across processes: a file that names its holder. A holder that died holds nothing.
 * Plain JavaScript, because the bootstrap uses it before any package is there.
 */
import { linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { beginOf, isAlive } from "./process-identity.mjs";

const pollMs = 200;
/** Clearing a lock away takes less than a millisecond; whoever is at it longer was killed meanwhile. */
const clearingLimitMs = 5_000;

/** The id of the living process that holds the lock, if any. @param {string} path @returns {number | undefined} */
export function holderOf(path) {
  const [id, begin] = readIfThere(path).split("\n");
  const pid = Number(id);
  if (!(pid > 0) || !isAlive(pid)) return undefined;
  const present = beginOf(pid);
  return present === undefined || present === begin ? pid : undefined;
}

/** @param {string} path */
function readIfThere(path) {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return "";
    throw error;
  }
}

/** Makes the lock with its content in one step, so that nobody ever reads half of it. @param {string} path */
function take(path) {
  const own = `${path}.${process.pid}`;
  writeFileSync(own, `${process.pid}\n${beginOf(process.pid) ?? ""}`);
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
    return false;
  } finally {
    rmSync(own, { force: true });
  }
}

/**
 * Removes the lock of a dead holder. One process at a time does so: a second one, which had looked before, would
 * remove what the first has just made for itself.
 * @param {string} path
 */
function clearAway(path) {
  const clearing = `${path}.clearing`;
  try {
    mkdirSync(clearing);
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
    const since = statSync(clearing, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - since > clearingLimitMs) rmSync(clearing, { recursive: true, force: true });
    return;
  }
  try {
    if (!holderOf(path)) rmSync(path, { force: true });
  } finally {
    rmSync(clearing, { recursive: true, force: true });
  }
}

/** Takes the lock, or answers the id of the process that holds it. @param {string} path @returns {number | undefined} */
export function tryLock(path) {
  while (!take(path)) {
    const holder = holderOf(path);
    if (holder) return holder;
    clearAway(path);
  }
  return undefined;
}

/** Gives a lock back. @param {string} path */
export function unlock(path) {
  rmSync(path, { force: true });
}

/**
 * Runs `work` while holding the lock. Another holder is waited for: `onWait` is told so once, `signal` ends the waiting.
 * @template T
 * @param {string} path
 * @param {() => Promise<T>} work
 * @param {{ onWait?: () => void, signal?: AbortSignal }} [options]
 * @returns {Promise<T>}
 */
export async function withLock(path, work, { onWait, signal } = {}) {
  if (tryLock(path)) {
    onWait?.();
    while (tryLock(path)) await pause(pollMs, undefined, { signal });
  }
  try {
    return await work();
  } finally {
    unlock(path);
  }
}
