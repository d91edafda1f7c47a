import { z } from "zod";
import { retryTaken } from "@/lib/channels";
import { channelMessageSchema } from "@/lib/channels/schema";
import { route } from "@/lib/http";

export const POST = route({
  allow: "channels:write",
  tag: "Channels",
  summary: "Go through a message again that failed",
  params: z.object({ id: z.string(), messageId: z.string() }),
  returns: channelMessageSchema,
  status: 202,
  run: ({ actor, params, keepAnswer }) => retryTaken(actor, params.id, params.messageId, keepAnswer),
});
