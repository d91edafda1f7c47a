import { defineErrors } from "../errors";

export const dbErrors = defineErrors("db", {
  database_unavailable: {
    status: 503,
    owner: "carelane",
    kind: "retryable",
    title: "The database does not answer",
  },
  transaction_lost: {
    status: 500,
    owner: "carelane",
    kind: "retryable",
    title: "The change was not saved",
  },
  door_unsafe: {
    status: 500,
    owner: "carelane",
    kind: "fatal",
    title: "The database login would read every organization's rows",
  },
});

const unavailable = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ENOTFOUND",
  "ETIMEDOUT",
  "57P01",
  "57P02",
  "57P03",
  "08000",
  "08001",
  "08003",
  "08006",
  "53300",
]);

/** SQLSTATE of a PostgreSQL error, or a system code; undefined for anything else. */
export function databaseCode(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  const code: unknown = Reflect.get(error, "code");
  return typeof code === "string" ? code : undefined;
}

/** True when the server is away or closing, so that the same work may succeed later. */
export function isUnavailable(error: unknown): boolean {
  if (unavailable.has(databaseCode(error) ?? "")) return true;
  return (
    error instanceof Error &&
    /timeout exceeded when trying to connect|Connection terminated/.test(error.message)
  );
}

/** Serialization failure and deadlock: PostgreSQL asks for the transaction to be run again. */
export function isRetryable(error: unknown): boolean {
  const code = databaseCode(error);
  return code === "40001" || code === "40P01";
}

/** A unique key was already there; `constraint` narrows it to one. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  if (databaseCode(error) !== "23505") return false;
  return constraint === undefined || Reflect.get(error as object, "constraint") === constraint;
}

/** A value PostgreSQL will never take, whatever else happens: data exceptions and broken constraints. */
export function refusesData(error: unknown): boolean {
  return /^(22|23|21|54)/.test(databaseCode(error) ?? "");
}
