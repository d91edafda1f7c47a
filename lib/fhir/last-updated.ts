/** When a resource last changed, by its server's clock. Pure. */
import { z } from "zod";

const stamped = z.object({ meta: z.object({ lastUpdated: z.iso.datetime({ offset: true }) }) });

/** `meta.lastUpdated` of a resource as the text that came; null where there is none that can be read. */
export function lastUpdatedOf(text: string): Date | null {
  const { data } = stamped.safeParse(JSON.parse(text));
  return data ? new Date(data.meta.lastUpdated) : null;
}
