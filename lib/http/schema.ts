/** The shape of lists, as routes answer and screens read them. */
import { z } from "zod";

/** The answer of a list: a page of `item`, and the cursor of the next one or null. */
export function list<Item extends z.ZodType>(item: Item) {
  return z.object({ data: z.array(item), nextCursor: z.string().nullable() });
}

/** A list that also says how many there are in all. */
export function countedList<Item extends z.ZodType>(item: Item) {
  return list(item).extend({ total: z.int().nonnegative() });
}

/** Any page of any list. */
export const listPageSchema = list(z.unknown());
export type ListPage = z.infer<typeof listPageSchema>;
