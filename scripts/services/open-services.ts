/** PostgreSQL and Redis for a command: the ones of the environment, else embedded ones in the data folder. */
import type { DataFolder } from "./data-folder";
import { startPostgres } from "./postgres/server";
import { startRedis } from "./redis/server";
import type { Shutdown } from "./shutdown";

export interface Services {
  readonly databaseUrl: string;
  readonly redisUrl: string;
}

interface Server {
  readonly url: string;
  stop(): Promise<void>;
}

/** Answers the address of the environment, else that of a server started now, which `shutdown` stops. */
async function givenOrStarted(
  given: string | undefined,
  name: string,
  start: () => Promise<Server>,
  shutdown: Shutdown,
): Promise<string> {
  if (given) return given;
  const server = await start();
  shutdown.add(name, server.stop);
  return server.url;
}

/** Starts what the environment does not name, and leaves it to `shutdown` to stop it. */
export async function openServices({ path, secrets }: DataFolder, shutdown: Shutdown): Promise<Services> {
  const shared = { dataFolder: path, durable: true };
  const { DATABASE_URL, REDIS_URL } = process.env;
  const urls = [
    givenOrStarted(
      DATABASE_URL,
      "PostgreSQL",
      () => startPostgres({ ...shared, password: secrets.postgresPassword }),
      shutdown,
    ),
    givenOrStarted(
      REDIS_URL,
      "Redis",
      () => startRedis({ ...shared, password: secrets.redisPassword }),
      shutdown,
    ),
  ] as const;
  // Where one fails the other is waited for all the same, so that it can be stopped.
  await Promise.allSettled(urls);
  const [databaseUrl, redisUrl] = await Promise.all(urls);
  return { databaseUrl, redisUrl };
}
