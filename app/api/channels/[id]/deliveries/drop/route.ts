import { z } from "zod";
import { dropDeliveries } from "@/lib/channels";
import { channelCountSchema, channelDropSchema } from "@/lib/channels/schema";
import { route } from "@/lib/http";

export const POST = route({
  allow: "channels:write",
  tag: "Channels",
  summary: "Give up what waits for a destination",
  params: z.object({ id: z.string() }),
  body: channelDropSchema,
  returns: channelCountSchema,
  status: 200,
  run: ({ actor, params, body }) => dropDeliveries(actor, params.id, body.destinationId),
});
