/** Pages of lists: what is shown of the rows that were read, and where the next page begins. */
import { z } from "zod";
import { idSchema } from "./ids";

/** Where a list in the order of time goes on: the last row's own moment and id. */
export const timePlaceSchema = z.object({ at: z.string(), id: idSchema });
export type TimePlace = z.output<typeof timePlaceSchema>;

export interface Paged<Item, Place = TimePlace> {
  readonly data: Item[];
  /** Null at the end. */
  readonly next: Place | null;
}

/** A page of `rows`, of which one more than `limit` was asked for: where it came, another page follows. */
export function pageOf<Row, Place>(
  rows: readonly Row[],
  limit: number,
  placeOf: (last: Row) => Place,
): Paged<Row, Place> {
  const data = rows.slice(0, limit);
  const last = data.at(-1);
  return { data, next: rows.length > limit && last !== undefined ? placeOf(last) : null };
}
