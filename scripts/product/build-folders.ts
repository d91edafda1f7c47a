/** Folders of builds: which is whole, who uses it, and what may go. */
import { existsSync } from "node:fs";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { holderOf, tryLock, unlock } from "../process-lock.mjs";

const stampName = "carelane-build";
const holdersName = "carelane-holders";

/** Says that everything is in the folder; without this it is the rest of a build that was interrupted. */
export async function markWhole(folder: string): Promise<void> {
  await mkdir(path.join(folder, holdersName));
  await writeFile(path.join(folder, stampName), "");
}

export function isWhole(folder: string): boolean {
  return existsSync(path.join(folder, stampName));
}

/** Keeps a whole build from being swept as long as this process lives, or until the answer is called. */
export function hold(folder: string): () => void {
  const holder = path.join(folder, holdersName, String(process.pid));
  tryLock(holder);
  return () => unlock(holder);
}

async function isHeld(folder: string): Promise<boolean> {
  const holders = path.join(folder, holdersName);
  const names = await readdir(holders).catch(() => []);
  return names.some((name) => holderOf(path.join(holders, name)) !== undefined);
}

/** Removes every build in `parent` that no process holds, but for `current`. */
export async function sweep(parent: string, current: string): Promise<void> {
  const entries = await readdir(parent, { withFileTypes: true });
  const folders = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => path.join(parent, entry.name));
  for (const folder of folders) {
    if (folder !== current && !(await isHeld(folder))) await rm(folder, { recursive: true, force: true });
  }
}
