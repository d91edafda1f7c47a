/** Lists: their page parameters, and cursors that callers hand back without reading them. */
import { z } from "zod";
import type { Paged } from "@/lib/platform/list-page";
import { httpErrors } from "./errors";

/** What every list takes. Extend it: `listQuery.extend({ status })`. */
export const listQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(2_000).optional().describe("nextCursor of the page before"),
});

/** The place where a page ends, as opaque text. It names keys of rows only, never a patient's data. */
export function encodeCursor(place: unknown): string {
  return Buffer.from(JSON.stringify(place)).toString("base64url");
}

/** The place a cursor stands for, checked by `schema`. Throws `cursor_invalid` for anything we did not give. */
export function decodeCursor<Schema extends z.ZodType>(schema: Schema, cursor: string): z.output<Schema> {
  let place: unknown;
  try {
    place = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
  } catch {
    place = undefined;
  }
  const parsed = schema.safeParse(place);
  if (parsed.success) return parsed.data;
  throw httpErrors.cursor_invalid({ detail: "Begin again without a cursor." });
}

/**
 * A page as a list answers it. `read` is given the place that `cursor` stands for, checked by `place`, or null at the
 * beginning. Throws `cursor_invalid`.
 */
export async function answerPage<Schema extends z.ZodType, Item>(
  place: Schema,
  cursor: string | undefined,
  read: (after: z.output<Schema> | null) => Promise<Paged<Item, z.output<Schema>>>,
): Promise<{ data: Item[]; nextCursor: string | null }> {
  const { data, next } = await read(cursor ? decodeCursor(place, cursor) : null);
  return { data, nextCursor: next === null ? null : encodeCursor(next) };
}
