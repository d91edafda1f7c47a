/** A PostgreSQL server of a test's own, which it may restart. */
import { execFile } from "node:child_process";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { migrate } from "@/lib/platform/db/migrate";
import { serverAccount } from "@/scripts/services/postgres/account";
import { clusterFolder } from "@/scripts/services/postgres/cluster";
import { placeServer } from "@/scripts/services/postgres/place";
import { startPostgres } from "@/scripts/services/postgres/server";
import { makeTestFolder } from "@/scripts/testing/test-folder";

export interface OwnPostgres {
  /** The owner's login to a migrated database. */
  readonly url: string;
  /** Ends every connection: `fast` rolls back and closes down, `immediate` is a crash with a repair after it. */
  restart(mode: "fast" | "immediate"): Promise<void>;
  close(): Promise<void>;
}

export async function openPostgres(): Promise<OwnPostgres> {
  const folder = await makeTestFolder();
  const server = await startPostgres({ dataFolder: folder.path, password: "not-a-secret", durable: true });
  await migrate(server.url);
  const account = await serverAccount();
  const place = await placeServer(folder.path, account);
  return {
    url: server.url,
    async restart(mode) {
      const log = join(place.home, "server.log");
      // The server's own tool: it starts with the settings, and on the port, it had before.
      await promisify(execFile)(
        join(place.bin, "pg_ctl"),
        ["restart", "-D", clusterFolder(place), "-m", mode, "-w", "-t", "30", "-l", log],
        { ...account, cwd: place.home },
      );
    },
    async close() {
      await server.stop();
      folder.release();
      await rm(folder.path, { recursive: true, force: true });
    },
  };
}
