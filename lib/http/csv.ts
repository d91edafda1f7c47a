/** Lists as CSV (RFC 4180) that no spreadsheet takes for formulas. */

/** The text of one cell. Objects and lists stand as JSON. */
function cellText(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/**
 * A cell, quoted where it must be. Text that a spreadsheet would run (=, +, -, @, tab, carriage return first)
 * gets an apostrophe before it, as OWASP's «CSV injection» asks; numbers stay numbers.
 */
function cell(value: unknown): string {
  const text = cellText(value);
  const safe = typeof value !== "number" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
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

/** `items` under one header line. A column may be a path such as `progress.processed`. */
export function toCsv(columns: readonly string[], items: readonly unknown[]): string {
  const lines = items.map((item) => columns.map((column) => cell(valueAt(item, column))).join(","));
  return [columns.map(cell).join(","), ...lines, ""].join("\r\n");
}
