import { z } from "zod";
import { retryAllTaken } from "@/lib/channels";
import { channelCountSchema } from "@/lib/channels/schema";
import { route } from "@/lib/http";

export const POST = route({
  allow: "channels:write",
  tag: "Channels",
  summary: "Go through all messages again that failed",
  params: z.object({ id: z.string() }),
  returns: channelCountSchema,
  status: 202,
  run: ({ actor, params, keepAnswer }) => retryAllTaken(actor, params.id, keepAnswer),
});
