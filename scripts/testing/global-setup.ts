/**
 * Once for all integration tests: PostgreSQL and Redis (the environment's, else temporary ones) and a template
 * database that holds every migration.
 */
import { rm } from "node:fs/promises";
import type { TestProject } from "vitest/node";
import { migrate } from "@/lib/platform/db/migrate";
import { startPostgres } from "../services/postgres/server";
import { startRedis } from "../services/redis/server";
import { createTemplate, dropTemplate } from "./template";
import { endLeftovers, makeTestFolder } from "./test-folder";

declare module "vitest" {
  export interface ProvidedContext {
    /** The owner's login to a database from which others are made and dropped. */
    readonly adminUrl: string;
    /** Name of the database that holds every migration and no rows. Nobody connects to it. */
    readonly templateName: string;
    readonly redisUrl: string;
  }
}

const { DATABASE_URL, REDIS_URL } = process.env;
const password = "not-a-secret";

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await endLeftovers();
  const folder = await makeTestFolder();
  const options = { dataFolder: folder.path, password, durable: false };
  const [postgres, redis] = await Promise.all([
    DATABASE_URL ? undefined : startPostgres(options),
    REDIS_URL ? undefined : startRedis(options),
  ]);
  const adminUrl = DATABASE_URL ?? postgres?.url ?? "";
  const template = await createTemplate(adminUrl);
  await migrate(template.url);
  project.provide("adminUrl", adminUrl);
  project.provide("templateName", template.name);
  project.provide("redisUrl", REDIS_URL ?? redis?.url ?? "");
  return async () => {
    await dropTemplate(adminUrl, template.name);
    await Promise.all([redis?.stop(), postgres?.stop()]);
    folder.release();
    await rm(folder.path, { recursive: true, force: true });
  };
}
