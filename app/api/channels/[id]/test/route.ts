import { z } from "zod";
import { testChannel } from "@/lib/channels";
import { channelTestResultSchema, channelTestSchema } from "@/lib/channels/schema";
import { list, route } from "@/lib/http";

export const POST = route({
  allow: "channels:write",
  tag: "Channels",
  summary: "Run stored messages through a channel, and send nothing; each look at a message is audited",
  params: z.object({ id: z.string() }),
  body: channelTestSchema,
  returns: list(channelTestResultSchema),
  status: 200,
  run: async ({ actor, params, body }) => ({
    data: await testChannel(actor, params.id, body),
    nextCursor: null,
  }),
});
