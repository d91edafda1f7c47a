/** PostgreSQL and Redis for a command: the ones of the environment, else embedded ones in the data folder. */
import type { DataFolder } from "./data-folder";
import { startPostgres } from "./postgres/server";
import { startRedis } from "./redis/server";
import type { Shutdown } from "./shutdown";

export interface Services {
  readonly databaseUrl: string;
  readonly redisUrl: string;
}

/** Starts what the environment does not name, and leaves it to `shutdown` to stop it. */
export async function openServices({ path, secrets }: DataFolder, shutdown: Shutdown): Promise<Services> {
  const shared = { dataFolder: path, durable: true };
  const { DATABASE_URL, REDIS_URL } = process.env;
  const [postgres, redis] = await Promise.all([
    DATABASE_URL ? undefined : startPostgres({ ...shared, password: secrets.postgresPassword }),
    REDIS_URL ? undefined : startRedis({ ...shared, password: secrets.redisPassword }),
  ]);
  if (postgres) shutdown.add("PostgreSQL", postgres.stop);
  if (redis) shutdown.add("Redis", redis.stop);
  return { databaseUrl: DATABASE_URL ?? postgres?.url ?? "", redisUrl: REDIS_URL ?? redis?.url ?? "" };
}
