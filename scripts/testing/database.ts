/** A database and a Redis of its own for each integration test file. */
import { randomBytes } from "node:crypto";
import { Redis } from "ioredis";
import { inject } from "vitest";
import { runStatements, withDatabase } from "./template";

export interface TestDatabase {
  /** The owner's login; the product's doors take lesser roles from there. */
  readonly url: string;
  drop(): Promise<void>;
}

async function createFrom(template: string): Promise<TestDatabase> {
  const adminUrl = inject("adminUrl");
  const name = `${inject("templateName")}_${randomBytes(4).toString("hex")}`;
  await runStatements(adminUrl, `create database ${name} template ${template}`);
  return {
    url: withDatabase(adminUrl, name),
    drop: () => runStatements(adminUrl, `drop database if exists ${name} with (force)`),
  };
}

/** A database with every migration and no rows, in about 50 ms. */
export function createTestDatabase(): Promise<TestDatabase> {
  return createFrom(inject("templateName"));
}

/** A database with no table at all, for tests of the migrations themselves. */
export function createEmptyDatabase(): Promise<TestDatabase> {
  return createFrom("template0");
}

/** An empty logical database of the tests' Redis that no other file uses at the same time. */
export async function testRedisUrl(): Promise<string> {
  const url = new URL(inject("redisUrl"));
  url.pathname = `/${process.env.VITEST_POOL_ID ?? 1}`;
  const redis = new Redis(url.href);
  await redis.flushdb();
  redis.disconnect();
  return url.href;
}
