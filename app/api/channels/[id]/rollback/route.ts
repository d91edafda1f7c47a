import { z } from "zod";
import { rollbackChannel } from "@/lib/channels";
import { channelRollbackSchema, channelSchema } from "@/lib/channels/schema";
import { route } from "@/lib/http";

export const POST = route({
  allow: "channels:write",
  tag: "Channels",
  summary: "Make a new version that says what an old one said",
  params: z.object({ id: z.string() }),
  body: channelRollbackSchema,
  returns: channelSchema,
  status: 200,
  run: ({ actor, params, body }) => rollbackChannel(actor, params.id, body.version),
});
