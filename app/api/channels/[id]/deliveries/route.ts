import { z } from "zod";
import { listDeliveries } from "@/lib/channels";
import { channelDeliveryQuerySchema, channelDeliverySchema } from "@/lib/channels/schema";
import { answerPage, list, listQuery, route } from "@/lib/http";

const place = z.string().regex(/^\d{1,18}$/);

export const GET = route({
  allow: "channels:read",
  tag: "Channels",
  summary: "What goes out of a channel and how it went, newest first",
  params: z.object({ id: z.string() }),
  query: listQuery.extend(channelDeliveryQuerySchema.shape),
  returns: list(channelDeliverySchema),
  csv: ["id", "destinationId", "sourceMessageId", "state", "tries", "nextAttemptAt", "createdAt", "endedAt"],
  run: ({ actor, params, query }) =>
    answerPage(place, query.cursor, (after) => listDeliveries(actor, params.id, query, query.limit, after)),
});
