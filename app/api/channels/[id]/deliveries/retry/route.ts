import { z } from "zod";
import { retryDeliveries } from "@/lib/channels";
import { channelCountSchema, channelRetrySchema } from "@/lib/channels/schema";
import { route } from "@/lib/http";

export const POST = route({
  allow: "channels:write",
  tag: "Channels",
  summary: "Send all deliveries of a destination once more that were given up, or that failed so far",
  params: z.object({ id: z.string() }),
  body: channelRetrySchema,
  returns: channelCountSchema,
  status: 202,
  run: ({ actor, params, body, keepAnswer }) => retryDeliveries(actor, params.id, body, keepAnswer),
});
