import { createChannel, listChannels } from "@/lib/channels";
import { channelQuerySchema, channelRequestSchema, channelSchema } from "@/lib/channels/schema";
import { answerPage, list, listQuery, reply, route } from "@/lib/http";
import { timePlaceSchema } from "@/lib/platform/list-page";

export const GET = route({
  allow: "channels:read",
  tag: "Channels",
  summary: "List channels with the queues of their destinations, newest first",
  query: listQuery.extend(channelQuerySchema.shape),
  returns: list(channelSchema),
  csv: [
    "id",
    "name",
    "status",
    "problem",
    "version",
    "source",
    "waiting",
    "failed",
    "createdAt",
    "updatedAt",
  ],
  run: ({ actor, query }) =>
    answerPage(timePlaceSchema, query.cursor, (after) => listChannels(actor, query, query.limit, after)),
});

export const POST = route({
  allow: "channels:write",
  tag: "Channels",
  summary: "Make a channel; it is stopped unless told",
  body: channelRequestSchema,
  returns: channelSchema,
  status: 201,
  run: async ({ actor, body, keepAnswer }) => {
    const channel = await createChannel(actor, body, keepAnswer);
    return reply(channel, { headers: { location: `/api/channels/${channel.id}` } });
  },
});
