/** PostgreSQL, Redis and the built pages for a program of its own, and the environment that names them. */
import { randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import { migrate } from "@/lib/platform/db/migrate";
import { provideBuiltPages } from "@/scripts/product/build-web";
import { startPostgres } from "@/scripts/services/postgres/server";
import { startRedis } from "@/scripts/services/redis/server";
import { makeTestFolder } from "@/scripts/testing/test-folder";

/** Builds the pages where that is due, starts both services, sets the environment and migrates; SIGTERM stops them. */
export async function startServices(environment: Readonly<Record<string, string>>): Promise<void> {
  await provideBuiltPages();
  const folder = await makeTestFolder();
  const options = { dataFolder: folder.path, password: "not-a-secret", durable: false };
  const [postgres, redis] = await Promise.all([startPostgres(options), startRedis(options)]);
  async function stop(): Promise<never> {
    await Promise.all([redis.stop(), postgres.stop()]);
    folder.release();
    await rm(folder.path, { recursive: true, force: true });
    process.exit(0);
  }
  process.on("SIGTERM", () => void stop());
  Object.assign(process.env, {
    DATABASE_URL: postgres.url,
    REDIS_URL: redis.url,
    NEXTAUTH_SECRET: randomBytes(32).toString("base64"),
    CARELANE_KEYS: `k1:${randomBytes(32).toString("base64")}`,
    LOG_LEVEL: "silent",
    ...environment,
  });
  await migrate(postgres.url);
}
