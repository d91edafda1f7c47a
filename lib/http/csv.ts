/** Lists as CSV (RFC 4180) that no spreadsheet takes for formulas. */
import { z } from "zod";
import type { AnyDeclaration } from "./declaration";

/** The text of one cell. Objects and lists stand as JSON. */
function cellText(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/**
 * A cell, quoted where it must be. Text that a spreadsheet would run (=, +, -, @ or their full-width forms, tab or
 * line break first) gets an apostrophe before it, as OWASP's «CSV injection» asks; numbers stay numbers.
 */
function cell(value: unknown): string {
  const text = cellText(value);
  const safe = typeof value !== "number" && /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
  return /[",\r\n']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function valueAt(item: unknown, column: string): unknown {
  return column
    .split(".")
    .reduce<unknown>(
      (value, key) => (typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined),
      item,
    );
}

function line(cells: readonly unknown[]): string {
  return `${cells.map(cell).join(",")}\r\n`;
}

/** The header line. */
export function csvHead(columns: readonly string[]): string {
  return line(columns);
}

/** One line for each item. A column may be a path such as `progress.processed`. */
export function csvLines(columns: readonly string[], items: readonly unknown[]): string {
  return items.map((item) => line(columns.map((column) => valueAt(item, column)))).join("");
}

/** The fields of a list's items, or undefined when `returns` is no list. */
function listColumns(returns: z.ZodType | undefined): string[] | undefined {
  if (!(returns instanceof z.ZodObject) || !("nextCursor" in returns.shape)) return undefined;
  const { data } = returns.shape;
  if (!(data instanceof z.ZodArray)) return undefined;
  return data.element instanceof z.ZodObject ? Object.keys(data.element.shape) : [];
}

/** The columns of a list as CSV, or undefined when the route answers no list. */
export function csvColumns({ returns, csv }: Pick<AnyDeclaration, "returns" | "csv">) {
  return listColumns(returns) && (csv ?? listColumns(returns));
}
