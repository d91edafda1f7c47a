/** One transaction on one connection, and the certainty that it was kept. */
import type { PoolClient, QueryResultRow } from "pg";
import { byteaArray } from "./binary-arrays";
import { dbErrors, isRetryable, isUnavailable } from "./errors";
import { pool } from "./pool";

/** What work inside a door may do. A failed statement ends the transaction; only `savepoint` survives one. */
export interface Tx {
  /** Rows of a statement with parameters $1, $2, … */
  query<Row extends QueryResultRow>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** The first row, or undefined. */
  one<Row extends QueryResultRow>(text: string, values?: readonly unknown[]): Promise<Row | undefined>;
  /** Runs a statement and answers how many rows it touched. */
  execute(text: string, values?: readonly unknown[]): Promise<number>;
  /** Runs `work` so that its failure undoes only itself and may be caught outside. */
  savepoint<T>(work: () => Promise<T>): Promise<T>;
}

function isListOfBytes(value: unknown): value is (Uint8Array | null)[] {
  // Nulls alone do not say what they are a list of.
  return (
    Array.isArray(value) &&
    value.some((one) => one !== null) &&
    value.every((one) => one === null || one instanceof Uint8Array)
  );
}

/** Lists of bytes go as they are, everything else as the driver writes it. */
function parameterOf(value: unknown): unknown {
  return isListOfBytes(value) ? byteaArray(value) : value;
}

function bind(client: PoolClient): Tx {
  return {
    async query<Row extends QueryResultRow>(text: string, values: readonly unknown[] = []) {
      return (await client.query<Row>(text, values.map(parameterOf))).rows;
    },
    async one<Row extends QueryResultRow>(text: string, values: readonly unknown[] = []) {
      return (await client.query<Row>(text, values.map(parameterOf))).rows[0];
    },
    async execute(text, values = []) {
      return (await client.query(text, values.map(parameterOf))).rowCount ?? 0;
    },
    async savepoint(work) {
      await client.query("savepoint inner_work");
      try {
        const value = await work();
        await client.query("release savepoint inner_work");
        return value;
      } catch (error) {
        await client.query("rollback to savepoint inner_work");
        throw error;
      }
    },
  };
}

async function connect(): Promise<PoolClient> {
  try {
    return await pool().connect();
  } catch (cause) {
    throw dbErrors.database_unavailable({
      detail: "Try again in a few seconds.",
      retryAfterMs: 5_000,
      cause,
    });
  }
}

async function attempt<T>(begin: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await connect();
  let broken: Error | undefined;
  try {
    await client.query(begin);
    const value = await work(bind(client));
    // PostgreSQL answers ROLLBACK to the COMMIT of a failed transaction and calls it success.
    const { command } = await client.query("commit");
    if (command !== "COMMIT") {
      throw dbErrors.transaction_lost({ internal: { reason: "a statement failed and was caught" } });
    }
    return value;
  } catch (error) {
    await client.query("rollback").catch((failure: Error) => {
      broken = failure;
    });
    if (isUnavailable(error)) {
      broken = error instanceof Error ? error : new Error("connection lost");
      throw dbErrors.database_unavailable({
        detail: "Try again in a few seconds.",
        retryAfterMs: 5_000,
        cause: error,
      });
    }
    throw error;
  } finally {
    client.release(broken);
  }
}

/**
 * Runs `work` in a transaction that starts with `begin` (BEGIN and its SET LOCALs in one round trip).
 * With `retries`, deadlocks and serialization failures run it again, so `work` must start from nothing.
 */
export async function inTransaction<T>(begin: string, work: (tx: Tx) => Promise<T>, retries = 0): Promise<T> {
  for (let left = retries; ; left -= 1) {
    try {
      return await attempt(begin, work);
    } catch (error) {
      if (left <= 0 || !isRetryable(error)) throw error;
    }
  }
}
