/** The data of an embedded PostgreSQL: made once by initdb, read for who serves it. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { chown, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { isAlive } from "../../process-identity.mjs";
import { processesIn } from "../process-folder";
import { SetupError } from "../setup-error";
import { waitFor } from "../wait-for";
import type { Account } from "./account";
import type { Place } from "./place";

const run = promisify(execFile);

/** The owner of the database and of every table; the product's transactions take lesser roles. */
export const owner = "carelane";

export function clusterFolder({ home }: Place): string {
  return path.join(home, "cluster");
}

/** Makes the cluster when there is none. Killed half way it leaves nothing that looks like one. */
export async function createCluster(place: Place, password: string, account?: Account): Promise<void> {
  const cluster = clusterFolder(place);
  if (existsSync(cluster)) return assertSameMajor(place);
  const unfinished = `${cluster}.new`;
  const passwordFile = path.join(place.home, "password");
  await rm(unfinished, { recursive: true, force: true });
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (account) await chown(passwordFile, account.uid, account.gid);
  await run(
    path.join(place.bin, "initdb"),
    [
      `--pgdata=${unfinished}`,
      `--username=${owner}`,
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      // Without these the encoding follows LANG, and a bare machine gets an SQL_ASCII database.
      "--encoding=UTF8",
      "--locale-provider=builtin",
      "--locale=C.UTF-8",
      "--no-instructions",
    ],
    { ...account, cwd: place.home },
  ).catch((error: Error) => {
    throw new SetupError(
      `The embedded PostgreSQL could not make its data in ${place.home}. ` +
        `Correct what it says below, or set DATABASE_URL to use another one.\n${error.message}`,
    );
  });
  await rm(passwordFile);
  await rename(unfinished, cluster);
}

async function assertSameMajor(place: Place): Promise<void> {
  const made = (await readFile(path.join(clusterFolder(place), "PG_VERSION"), "utf8")).trim();
  const { stdout } = await run(path.join(place.bin, "postgres"), ["--version"], { cwd: "/" });
  const present = /\d+/.exec(stdout)?.[0];
  if (made === present) return;
  throw new SetupError(
    `${place.home} was made by PostgreSQL ${made}, and this version brings ${present}. ` +
      "Dump it with the old version and restore it, or start with an empty data folder.",
  );
}

/** What postmaster.pid says: the process (dead, perhaps) that serves this cluster, and its port. */
export async function readPostmaster(cluster: string): Promise<{ pid: number; port: number } | undefined> {
  const text = await readFile(path.join(cluster, "postmaster.pid"), "utf8").catch(() => "");
  const [pid, , , port] = text.split("\n").map(Number);
  return pid && port ? { pid, port } : undefined;
}

/**
 * Ends what a killed postmaster left behind: a backend in the middle of a query holds the shared memory, and no new
 * server starts until it is gone.
 */
export async function endOrphans(cluster: string): Promise<void> {
  const orphans = await processesIn(cluster);
  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    for (const pid of orphans.filter(isAlive)) process.kill(pid, signal);
    if (await waitFor(() => !orphans.some(isAlive), { timeoutMs: 3_000 })) return;
  }
}
