import { existsSync } from "node:fs";
import { readdir, readlink, realpath } from "node:fs/promises";

async function folderOf(pid: number | string): Promise<string | undefined> {
  return readlink(`/proc/${pid}/cwd`).catch(() => undefined);
}

/**
 * Whether a process works in this folder, as a database server does in its data. Guards against an id in a pid file
 * that belongs to somebody else by now. Only Linux tells; elsewhere the pid file is believed.
 */
export async function worksIn(pid: number, folder: string): Promise<boolean> {
  if (!existsSync("/proc/self/cwd")) return true;
  return (await folderOf(pid)) === (await realpath(folder).catch(() => folder));
}

/** Every process that works in this folder; none where the system does not tell. */
export async function processesIn(folder: string): Promise<number[]> {
  const pids = (await readdir("/proc").catch(() => [])).filter((name) => /^\d+$/.test(name));
  const folders = await Promise.all(pids.map(folderOf));
  return pids.filter((_, index) => folders[index] === folder).map(Number);
}
