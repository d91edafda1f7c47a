/**
 * PostgreSQL and Redis for the tests of one run: the servers of TEST_DATABASE_URL and TEST_REDIS_URL where those
 * are set, else temporary ones. Migrations are applied once, to a template that each test file copies.
 */
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Client } from "pg";
import type { TestProject } from "vitest/node";
import { migrate } from "@/lib/platform/db/migrate";
import { startPostgres } from "@/scripts/services/postgres/server";
import { startRedis } from "@/scripts/services/redis/server";

declare module "vitest" {
  interface ProvidedContext {
    /** A login that may create databases, to any database of the server. */
    adminUrl: string;
    /** The migrated database that tests copy. */
    templateName: string;
    redisUrl: string;
  }
}

async function makeTemplate(adminUrl: string, name: string): Promise<void> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  await migrate(url.href);
}

async function startServers(folder: string) {
  const { TEST_DATABASE_URL: databaseUrl, TEST_REDIS_URL: redisUrl } = process.env;
  const shared = { dataFolder: folder, password: randomBytes(12).toString("hex"), durable: false };
  const [postgres, redis] = await Promise.all([
    databaseUrl ? undefined : startPostgres(shared),
    redisUrl ? undefined : startRedis(shared),
  ]);
  return {
    databaseUrl: databaseUrl ?? postgres?.url ?? "",
    redisUrl: redisUrl ?? redis?.url ?? "",
    stop: () => Promise.all([postgres?.stop(), redis?.stop()]),
  };
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(tmpdir(), "carelane-test-"));
  const servers = await startServers(folder);
  const templateName = `carelane_template_${process.pid}`;
  await makeTemplate(servers.databaseUrl, templateName);
  project.provide("adminUrl", servers.databaseUrl);
  project.provide("templateName", templateName);
  project.provide("redisUrl", servers.redisUrl);
  return async () => {
    await servers.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
