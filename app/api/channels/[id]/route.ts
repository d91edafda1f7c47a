import { z } from "zod";
import { channelETag, deleteChannel, readChannel, updateChannel } from "@/lib/channels";
import { type ChannelView, channelChangeSchema, channelSchema } from "@/lib/channels/schema";
import { reply, route } from "@/lib/http";

const params = z.object({ id: z.string() });

function withETag(channel: ChannelView) {
  return reply(channel, { headers: { etag: channelETag(channel) } });
}

export const GET = route({
  allow: "channels:read",
  tag: "Channels",
  summary: "Read a channel",
  params,
  returns: channelSchema,
  run: async ({ actor, params }) => withETag(await readChannel(actor, params.id)),
});

export const PUT = route({
  allow: "channels:write",
  tag: "Channels",
  summary:
    "Change the keys that are sent; null clears. A changed definition is a new version; If-Match, if sent, names the one that was read",
  params,
  body: channelChangeSchema,
  returns: channelSchema,
  run: async ({ actor, params, body, request }) =>
    withETag(await updateChannel(actor, params.id, body, request.headers.get("if-match"))),
});

export const DELETE = route({
  allow: "channels:write",
  tag: "Channels",
  summary: "Delete a channel; what waited in it is given up",
  params,
  status: 204,
  run: ({ actor, params }) => deleteChannel(actor, params.id),
});
