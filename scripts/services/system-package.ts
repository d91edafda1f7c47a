/** Installs a program with the system's own package manager, where that needs no question. */
import { execFile } from "node:child_process";
import { accessSync, constants } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Full path of the first of these programs that the PATH holds. */
export function findProgram(...names: string[]): string | undefined {
  const folders = (process.env.PATH ?? "").split(path.delimiter).filter(Boolean);
  for (const file of names.flatMap((name) => folders.map((folder) => path.join(folder, name)))) {
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // Not in this folder.
    }
  }
  return undefined;
}

async function aptInstall(name: string): Promise<void> {
  const install = () =>
    run("apt-get", ["install", "-y", "--no-install-recommends", name], {
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
      maxBuffer: 64 * 1024 * 1024,
    });
  // A fresh container has no package lists yet.
  await install().catch(async () => {
    await run("apt-get", ["update"], { maxBuffer: 64 * 1024 * 1024 });
    await install();
  });
}

interface SystemPackage {
  readonly debian: string;
  readonly homebrew?: string;
}

/**
 * Installs the package and says so in a sentence; answers false when this system or user gives no way to.
 * @throws when the package manager itself fails
 */
export async function installSystemPackage({ debian, homebrew }: SystemPackage): Promise<boolean> {
  if (process.getuid?.() === 0 && findProgram("apt-get")) {
    console.log(`Installing ${debian} with apt-get …`);
    await aptInstall(debian);
    return true;
  }
  if (homebrew && findProgram("brew")) {
    console.log(`Installing ${homebrew} with Homebrew …`);
    await run("brew", ["install", homebrew], { maxBuffer: 64 * 1024 * 1024 });
    return true;
  }
  return false;
}
