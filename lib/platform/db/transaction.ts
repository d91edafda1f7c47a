/** One transaction on one connection, and the certainty that it was kept. */
import type { PoolClient, QueryResultRow } from "pg";
import { byteaArray } from "./binary-arrays";
import { databaseCode, dbErrors, isRetryable, isUnavailable } from "./errors";
import { pool } from "./pool";
import { queryOf, type Statement } from "./statement";

/** What work inside a door may do. A failed statement ends the transaction. */
export interface Tx {
  /** Rows of a statement with parameters $1, $2, … */
  query<Row extends QueryResultRow>(statement: Statement, values?: readonly unknown[]): Promise<Row[]>;
  /** The first row, or undefined. */
  one<Row extends QueryResultRow>(
    statement: Statement,
    values?: readonly unknown[],
  ): Promise<Row | undefined>;
  /** Runs a statement and answers how many rows it touched. */
  execute(statement: Statement, values?: readonly unknown[]): Promise<number>;
  /**
   * Runs a statement whose answer nobody needs: it is on its way at once, before what is asked next, and is waited for at
   * the end. Its failure is what the transaction throws.
   */
  send(statement: Statement, values?: readonly unknown[]): void;
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

/** The work's hands on a connection, and what they have sent. */
interface Hands {
  readonly tx: Tx;
  readonly sent: readonly Promise<unknown>[];
  /** From here on the connection is another's. */
  letGo(): void;
}

/** What is asked for before the event loop turns goes out in one write. */
function gather({ connection: { stream } }: PoolClient): void {
  if (stream.writableCorked > 0) return;
  stream.cork();
  process.nextTick(() => stream.uncork());
}

function bind(client: PoolClient): Hands {
  const sent: Promise<unknown>[] = [];
  let holds = true;
  const run = async <Row extends QueryResultRow>(statement: Statement, values: readonly unknown[] = []) => {
    if (!holds) throw new Error("A statement was asked for after its transaction had ended.");
    gather(client);
    return client.query<Row>({ ...queryOf(statement), values: values.map(parameterOf) });
  };
  const tx: Tx = {
    query: async <Row extends QueryResultRow>(statement: Statement, values?: readonly unknown[]) =>
      (await run<Row>(statement, values)).rows,
    one: async <Row extends QueryResultRow>(statement: Statement, values?: readonly unknown[]) =>
      (await run<Row>(statement, values)).rows[0],
    execute: async (statement, values) => (await run(statement, values)).rowCount ?? 0,
    send(statement, values) {
      const answer = run(statement, values);
      // Read at the end; until then it is no rejection that nobody handles.
      answer.catch(() => undefined);
      sent.push(answer);
    },
  };
  const letGo = () => {
    holds = false;
  };
  return { tx, sent, letGo };
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

/** PostgreSQL's answer to all that follows a failure: it says nothing of the cause. */
const follows = "25P02";

/** Throws why the transaction cannot be kept: the first cause, if any of `parts` has failed. */
async function assertAllWell(parts: readonly Promise<unknown>[]): Promise<void> {
  const reasons = (await Promise.allSettled(parts)).flatMap((part) =>
    part.status === "rejected" ? [part.reason] : [],
  );
  if (reasons.length === 0) return;
  throw reasons.find((reason) => databaseCode(reason) !== follows) ?? reasons[0];
}

/** Runs `work` and commits. BEGIN goes out with the work's first statement, COMMIT with what it has sent last. */
async function runWork<T>(client: PoolClient, begin: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  const { tx, sent, letGo } = bind(client);
  gather(client);
  const begun = client.query(begin);
  begun.catch(() => undefined);
  const working = work(tx).finally(letGo);
  await working.catch(() => assertAllWell([begun, ...sent, working]));
  gather(client);
  const committing = client.query("commit");
  await assertAllWell([begun, ...sent, committing]);
  // PostgreSQL answers ROLLBACK to the COMMIT of a failed transaction and calls it success.
  if ((await committing).command !== "COMMIT") {
    throw dbErrors.transaction_lost({ internal: { reason: "a statement failed and was caught" } });
  }
  return working;
}

async function attempt<T>(begin: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await connect();
  let broken: Error | undefined;
  try {
    return await runWork(client, begin, work);
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
