/** Statements that PostgreSQL plans once for each connection. */
import { createHash } from "node:crypto";

/** A text to plan whenever it is run, or one that is prepared. */
export type Statement = string | Prepared;

export interface Prepared {
  /** By which a connection knows it. */
  readonly name: string;
  readonly text: string;
}

/**
 * A statement that each connection plans once and keeps: for what runs at every request, of which planning is most of the
 * work. Only where there is one good plan, whatever the values and however full the tables: the insert of given rows, or a
 * look-up of one row by its key (decision 019).
 */
export function prepared(text: string): Prepared {
  return { name: createHash("sha256").update(text).digest("base64url"), text };
}

/** What the driver takes. */
export function queryOf(statement: Statement): { readonly text: string; readonly name?: string } {
  return typeof statement === "string" ? { text: statement } : statement;
}
