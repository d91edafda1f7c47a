/** A complete environment for the product inside a test file: database, Redis, keys. */
import { randomBytes } from "node:crypto";
import { forget } from "@/lib/platform/container";
import { closePool } from "@/lib/platform/db";
import { closeRedis } from "@/lib/platform/redis";
import { createTestDatabase, testRedisUrl } from "./database";

export interface TestEnvironment {
  /** Closes the process's connections and drops the database. */
  close(): Promise<void>;
}

/** Sets process.env so that the product under test has everything of its own. Call it in beforeAll. */
export async function openTestEnvironment(
  more: Readonly<Record<string, string>> = {},
): Promise<TestEnvironment> {
  const database = await createTestDatabase();
  Object.assign(process.env, {
    DATABASE_URL: database.url,
    REDIS_URL: await testRedisUrl(),
    NEXTAUTH_URL: "http://127.0.0.1:3000",
    NEXTAUTH_SECRET: randomBytes(33).toString("base64"),
    CARELANE_KEYS: `k1:${randomBytes(32).toString("base64")}`,
    OUTBOUND_ALLOW: "127.0.0.1",
    ...more,
  });
  forget("env");
  return {
    close: async () => {
      await closePool();
      await closeRedis("quick");
      await database.drop();
    },
  };
}
