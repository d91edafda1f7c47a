/** Temporary data folders of test runs, and what is left of runs that were killed. */
import { existsSync } from "node:fs";
import { chmod, mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { tryLock, unlock } from "../process-lock.mjs";
import { stopPostgresIn } from "../services/postgres/server";
import { stopRedisIn } from "../services/redis/server";

const prefix = path.join(tmpdir(), "carelane-test-");
const lockName = "supervisor.lock";

interface TestFolder {
  readonly path: string;
  release(): void;
}

/** A folder that PostgreSQL's account may enter, held by this process. */
export async function makeTestFolder(): Promise<TestFolder> {
  const folder = await mkdtemp(prefix);
  await chmod(folder, 0o755);
  const lock = path.join(folder, lockName);
  tryLock(lock);
  return { path: folder, release: () => unlock(lock) };
}

/** A run that is just beginning has its folder before it holds it. */
const beginsWithinMs = 60_000;

async function isBeginning(folder: string): Promise<boolean> {
  const made = await stat(folder).catch(() => undefined);
  return (
    made !== undefined &&
    !existsSync(path.join(folder, lockName)) &&
    Date.now() - made.mtimeMs < beginsWithinMs
  );
}

/** Stops the servers of test runs that ended without stopping them, and removes their folders. */
export async function endLeftovers(): Promise<void> {
  const names = await readdir(tmpdir());
  const folders = names
    .map((name) => path.join(tmpdir(), name))
    .filter((folder) => folder.startsWith(prefix));
  for (const folder of folders) {
    if ((await isBeginning(folder)) || tryLock(path.join(folder, lockName))) continue;
    await Promise.all([
      stopPostgresIn(path.join(folder, "postgres")),
      stopRedisIn(path.join(folder, "redis")),
    ]);
    await rm(folder, { recursive: true, force: true });
  }
}
