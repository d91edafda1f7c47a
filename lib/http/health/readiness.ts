/** Whether this installation can do its work, part by part, in words an operator understands. */
import { z } from "zod";
import { shared } from "@/lib/platform/container";
import { withSystem } from "@/lib/platform/db";
import { pendingMigrations } from "@/lib/platform/db/migrate";
import { secret } from "@/lib/platform/env";
import { quickRedis } from "@/lib/platform/redis";
import { workersAlive } from "@/lib/queue";

const check = z.string().describe('"ok", or what is wrong in plain words');

export const readinessSchema = z
  .object({
    status: z.enum(["ready", "starting", "degraded"]),
    checks: z.object({ postgres: check, redis: check, migrations: check, worker: check }),
  })
  .meta({ id: "Readiness" });

type Readiness = z.infer<typeof readinessSchema>;
type Checks = Readiness["checks"];

/** A part that has not answered by then counts as away. */
const patienceMs = 2_000;

interface Past {
  /** Once everything stood, what fails is a fault and no longer a start. */
  wasReady: boolean;
  /** Migrations do not come undone while a process lives. */
  migrated: boolean;
}

const past = () => shared<Past>("http.readiness", () => ({ wasReady: false, migrated: false }));

async function asWords(ask: () => Promise<string>, away: string): Promise<string> {
  const patience = Promise.withResolvers<string>();
  const timer = setTimeout(() => patience.resolve(away), patienceMs);
  try {
    return await Promise.race([ask().catch(() => away), patience.promise]);
  } finally {
    clearTimeout(timer);
  }
}

async function askPostgres(): Promise<string> {
  await withSystem("health", (tx) => tx.one("select 1"));
  return "ok";
}

async function askRedis(): Promise<string> {
  await quickRedis().ping();
  return "ok";
}

async function askMigrations(): Promise<string> {
  if (past().migrated) return "ok";
  const pending = await pendingMigrations(secret("DIRECT_DATABASE_URL") || secret("DATABASE_URL"));
  if (pending.length > 0) return `${pending.length} to be applied: run npm run db:migrate`;
  past().migrated = true;
  return "ok";
}

async function askWorker(): Promise<string> {
  const alive = await withSystem("health", workersAlive);
  return alive > 0 ? "ok" : "no worker process has been heard of for 15 seconds";
}

function allOk({ redis: _redis, ...needed }: Checks): boolean {
  return Object.values(needed).every((words) => words === "ok");
}

/** Asks every part. Without Redis work goes on, only slower; without any other part this is not ready. */
export async function readiness(): Promise<{ ready: boolean; readiness: Readiness }> {
  const [postgres, redis, migrations, worker] = await Promise.all([
    asWords(askPostgres, "the database does not answer"),
    asWords(askRedis, "Redis does not answer; work goes on more slowly"),
    asWords(askMigrations, "the database does not tell"),
    asWords(askWorker, "the database does not tell"),
  ]);
  const checks = { postgres, redis, migrations, worker };
  const ready = allOk(checks);
  if (ready) past().wasReady = true;
  const impaired = past().wasReady ? "degraded" : "starting";
  return { ready, readiness: { status: ready && redis === "ok" ? "ready" : impaired, checks } };
}
