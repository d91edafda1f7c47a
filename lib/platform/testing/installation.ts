/** An installation for integration tests: a migrated database, a Redis, and an environment that names both. */
import { Client } from "pg";
import { createTestDatabase, testRedisUrl } from "@/scripts/testing/database";
import { forget } from "../container";
import { closePool, withSystem } from "../db";
import { newId } from "../ids";
import { closeRedis } from "../redis";

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

export async function openInstallation(): Promise<Installation> {
  const database = await createTestDatabase();
  setEnvironment({
    DATABASE_URL: database.url,
    REDIS_URL: await testRedisUrl(),
    NEXTAUTH_URL: "http://localhost:3000",
    NEXTAUTH_SECRET: "0123456789abcdef0123456789abcdef",
    CARELANE_KEYS: masterKeyText("first", 1),
  });
  const owner = new Client(database.url);
  await owner.connect();
  return {
    owner,
    addOrganization,
    async close() {
      await owner.end();
      await closePool();
      await closeRedis("quick");
      await closeRedis("patient.access");
      await database.drop();
    },
  };
}
