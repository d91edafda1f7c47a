/** A database, a part of Redis and an environment of its own for a test file. */
import { randomBytes } from "node:crypto";
import { Redis } from "ioredis";
import { Client } from "pg";
import { inject } from "vitest";
import { forget } from "@/lib/platform/container";
import { closePool } from "@/lib/platform/db";
import { closeRedis } from "@/lib/platform/redis";

export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

async function asAdmin(statement: string): Promise<void> {
  const client = new Client({ connectionString: inject("adminUrl") });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** A fresh, migrated database. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `carelane_test_${randomBytes(6).toString("hex")}`;
  await asAdmin(`create database ${name} template ${inject("templateName")}`);
  const url = new URL(inject("adminUrl"));
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => asAdmin(`drop database if exists ${name} with (force)`) };
}

/** An empty database of Redis that no other test file of the run uses at the same time. */
export async function testRedisUrl(): Promise<string> {
  const url = new URL(inject("redisUrl"));
  url.pathname = `/${process.env.VITEST_POOL_ID ?? "0"}`;
  const redis = new Redis(url.href);
  await redis.flushdb();
  redis.disconnect();
  return url.href;
}

export interface TestEnvironment {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  /** Closes the process's connections and drops the database. */
  close(): Promise<void>;
}

/** Sets process.env to a complete environment with a database and Redis of its own. Call it in beforeAll. */
export async function openTestEnvironment(
  more: Readonly<Record<string, string>> = {},
): Promise<TestEnvironment> {
  const database = await createTestDatabase();
  const redisUrl = await testRedisUrl();
  Object.assign(process.env, {
    DATABASE_URL: database.url,
    REDIS_URL: redisUrl,
    NEXTAUTH_URL: "http://127.0.0.1:3000",
    NEXTAUTH_SECRET: randomBytes(33).toString("base64"),
    CARELANE_KEYS: `k1:${randomBytes(32).toString("base64")}`,
    ...more,
  });
  forget("env");
  return {
    databaseUrl: database.url,
    redisUrl,
    close: async () => {
      await closePool();
      await closeRedis("quick");
      await database.drop();
    },
  };
}
