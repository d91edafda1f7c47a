/** An installation for integration tests: a migrated database, a Redis, and an environment that names both. */
import { Client } from "pg";
import { createTestDatabase, testRedisUrl } from "@/scripts/testing/database";
import { forget } from "../container";
import { closePool, withSystem } from "../db";
import { newId } from "../ids";
import { closeRedis } from "../redis";

export interface TestEnvironment {
  /** The owner's login. */
  readonly databaseUrl: string;
  /** Closes the process's connections and drops the database. */
  close(): Promise<void>;
}

export interface Installation {
  /** The owner's connection: sees and may do everything. */
  readonly owner: Client;
  /** Adds an organization; answers its id. */
  addOrganization(): Promise<string>;
  close(): Promise<void>;
}

/** A master key for CARELANE_KEYS, made of one byte. */
export function masterKeyText(id: string, byte: number): string {
  return `${id}:${Buffer.alloc(32, byte).toString("base64")}`;
}

/** Sets variables of the environment that code under test reads from now on; undefined takes one away. */
export function setEnvironment(variables: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(variables)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  forget("env");
}

async function addOrganization(): Promise<string> {
  const id = newId();
  await withSystem("seed", (tx) =>
    tx.execute("insert into organizations (id, code, name) values ($1, $2, $3)", [
      id,
      `ORG-${id}`,
      "Northgate",
    ]),
  );
  return id;
}

/** Gives code under test a database, a Redis and keys of its own; `more` is set beside them or instead. */
export async function openTestEnvironment(
  more: Readonly<Record<string, string>> = {},
): Promise<TestEnvironment> {
  const database = await createTestDatabase();
  setEnvironment({
    DATABASE_URL: database.url,
    REDIS_URL: await testRedisUrl(),
    NEXTAUTH_URL: "http://localhost:3000",
    NEXTAUTH_SECRET: "0123456789abcdef0123456789abcdef",
    CARELANE_KEYS: masterKeyText("first", 1),
    ...more,
  });
  return {
    databaseUrl: database.url,
    async close() {
      await closePool();
      await closeRedis("quick");
      await closeRedis("patient.access");
      await database.drop();
    },
  };
}

/** A test environment seen by its owner, with organizations to be made. */
export async function openInstallation(): Promise<Installation> {
  const environment = await openTestEnvironment();
  const owner = new Client(environment.databaseUrl);
  await owner.connect();
  return {
    owner,
    addOrganization,
    async close() {
      await owner.end();
      await environment.close();
    },
  };
}
