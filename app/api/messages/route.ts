import { z } from "zod";
import { answerPage, list, listQuery, route } from "@/lib/http";
import { listMessages } from "@/lib/messages";
import { messageFilterSchema, messageSchema } from "@/lib/messages/schema";

export const GET = route({
  allow: "messages:read",
  tag: "Messages",
  summary: "Messages that came in or went out, newest first; without their content",
  query: listQuery.extend(messageFilterSchema.shape),
  returns: list(messageSchema),
  csv: [
    "id",
    "kind",
    "direction",
    "type",
    "controlId",
    "integrationId",
    "sender",
    "receivedAt",
    "processing",
    "attempts",
    "replayOf",
  ],
  run: ({ actor, query: { limit, cursor, ...filter } }) =>
    answerPage(z.guid(), cursor, (after) => listMessages(actor, filter, limit, after)),
});
