import { z } from "zod";
import { decodeCursor, encodeCursor, list, listQuery, route } from "@/lib/http";
import { listDeliveries } from "@/lib/webhooks";
import { deliveryQuerySchema, deliverySchema } from "@/lib/webhooks/schema";

const place = z.string().regex(/^\d{1,18}$/);

export const GET = route({
  allow: "webhooks:read",
  tag: "Webhooks",
  summary: "What was sent to a webhook and how it went, newest first",
  params: z.object({ id: z.string() }),
  query: listQuery.extend(deliveryQuerySchema.shape),
  returns: list(deliverySchema),
  csv: [
    "id",
    "eventId",
    "eventType",
    "entity",
    "recordId",
    "createdAt",
    "status",
    "attempts",
    "nextAttemptAt",
  ],
  run: async ({ actor, params, query }) => {
    const after = query.cursor ? decodeCursor(place, query.cursor) : null;
    const { data, next } = await listDeliveries(actor, params.id, query, query.limit, after);
    return { data, nextCursor: next && encodeCursor(next) };
  },
});
