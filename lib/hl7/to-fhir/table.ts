/** Codes by what they mean elsewhere. Keys come from senders, who may write `constructor` as well. */

export type Table<Meaning = string> = Readonly<Record<string, Meaning>>;

/** What a code means; undefined of one that is not in the table. */
export function meaningOf<Meaning>(
  table: Table<Meaning> | undefined,
  code: string | null | undefined,
): Meaning | undefined {
  return table && code && Object.hasOwn(table, code) ? table[code] : undefined;
}
