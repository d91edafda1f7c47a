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

function isWhole(folder: string): boolean {
  return existsSync(path.join(folder, stampName));
}

/** Puts a mark into the folder, unless it has just been swept or belongs to a system that nobody may change. */
function hold(folder: string): () => void {
  const holder = path.join(folder, holdersName, String(process.pid));
  try {
    tryLock(holder);
    return () => unlock(holder);
  } catch {
    return () => undefined;
  }
}

/**
 * Keeps a whole build from being swept as long as this process lives, or until the answer is called; undefined when
 * there is no whole build in the folder.
 */
export function holdIfWhole(folder: string): (() => void) | undefined {
  if (!isWhole(folder)) return undefined;
  const release = hold(folder);
  return isWhole(folder) ? release : undefined;
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
