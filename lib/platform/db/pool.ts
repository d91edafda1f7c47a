/** The process's one connection pool. Only the doors of this folder use it. */
import { Pool } from "pg";
import { forget, shared } from "../container";
import { env, secret } from "../env";
import { createLogger } from "../logger";

const log = createLogger("db");

function makePool(): Pool {
  const pool = new Pool({
    connectionString: secret("DATABASE_URL"),
    max: env().DATABASE_POOL_SIZE,
    connectionTimeoutMillis: 3_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    // Statements go out as they are asked for, not each after the answer to the one before.
    pipeline: true,
    application_name: "carelane",
  });
  // An idle connection that the server closes must not end the process.
  pool.on("error", (error) => log.warn("An idle database connection was lost", { error }));
  // So must one that is lost between two statements of a transaction: the next statement tells its caller.
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
}

/** The pool itself, for the doors and for health checks. */
export function pool(): Pool {
  return shared("db.pool", makePool);
}

/** Closes the pool when a process ends. */
export async function closePool(): Promise<void> {
  await forget<Pool>("db.pool")?.end();
}
