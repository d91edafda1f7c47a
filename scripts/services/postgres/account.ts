/** The account PostgreSQL runs under: it refuses root, so root lends it the system's `postgres`. */
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { SetupError } from "../setup-error";

const run = promisify(execFile);

export interface Account {
  readonly uid: number;
  readonly gid: number;
}

async function findPostgresAccount(): Promise<Account | undefined> {
  const line = (await readFile("/etc/passwd", "utf8"))
    .split("\n")
    .find((entry) => entry.startsWith("postgres:"));
  const [, , uid, gid] = line?.split(":") ?? [];
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : undefined;
}

async function makePostgresAccount(): Promise<void> {
  try {
    await run("useradd", [
      "--system",
      "--user-group",
      "--no-create-home",
      "--shell",
      "/usr/sbin/nologin",
      "postgres",
    ]);
  } catch {
    // Alpine and BusyBox have the other command.
    await run("adduser", ["-S", "-D", "-H", "-s", "/sbin/nologin", "postgres"]);
  }
}

/** The account to start the server with; undefined when it is the one that runs us. */
export async function serverAccount(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const existing = await findPostgresAccount();
  if (existing) return existing;
  await makePostgresAccount().catch(() => undefined);
  const made = await findPostgresAccount();
  if (made) return made;
  throw new SetupError(
    "PostgreSQL does not run as root and no account `postgres` could be made. " +
      "Make one (useradd --system postgres), run as an ordinary user, or set DATABASE_URL.",
  );
}
