import { z } from "zod";
import { listVersions } from "@/lib/channels";
import { channelVersionSchema } from "@/lib/channels/schema";
import { answerPage, list, listQuery, route } from "@/lib/http";

export const GET = route({
  allow: "channels:read",
  tag: "Channels",
  summary: "What a channel said in each of its versions, newest first",
  params: z.object({ id: z.string() }),
  query: listQuery,
  returns: list(channelVersionSchema),
  run: ({ actor, params, query }) =>
    answerPage(z.int(), query.cursor, (before) => listVersions(actor, params.id, query.limit, before)),
});
