import { z } from "zod";
import { dismissTaken } from "@/lib/channels";
import { channelCountSchema, channelDismissSchema } from "@/lib/channels/schema";
import { route } from "@/lib/http";

export const POST = route({
  allow: "channels:write",
  tag: "Channels",
  summary: "Let messages be that failed, so that they count no more",
  params: z.object({ id: z.string() }),
  body: channelDismissSchema,
  returns: channelCountSchema,
  status: 200,
  run: ({ actor, params, body }) => dismissTaken(actor, params.id, body),
});
