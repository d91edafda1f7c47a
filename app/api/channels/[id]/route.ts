import { z } from "zod";
import { deleteChannel, readChannel, updateChannel } from "@/lib/channels";
import { channelChangeSchema, channelSchema } from "@/lib/channels/schema";
import { route } from "@/lib/http";

const params = z.object({ id: z.string() });

export const GET = route({
  allow: "channels:read",
  tag: "Channels",
  summary: "Read a channel",
  params,
  returns: channelSchema,
  run: ({ actor, params }) => readChannel(actor, params.id),
});

export const PUT = route({
  allow: "channels:write",
  tag: "Channels",
  summary: "Change the keys that are sent; null clears, and a changed definition is a new version",
  params,
  body: channelChangeSchema,
  returns: channelSchema,
  run: ({ actor, params, body }) => updateChannel(actor, params.id, body),
});

export const DELETE = route({
  allow: "channels:write",
  tag: "Channels",
  summary: "Delete a channel; what waited in it is given up",
  params,
  status: 204,
  run: ({ actor, params }) => deleteChannel(actor, params.id),
});
