import { z } from "zod";
import { answerPage, list, listQuery, route } from "@/lib/http";
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
  run: ({ actor, params, query }) =>
    answerPage(place, query.cursor, (after) => listDeliveries(actor, params.id, query, query.limit, after)),
});
