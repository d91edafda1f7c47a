import { z } from "zod";
import { retryDelivery } from "@/lib/channels";
import { channelDeliverySchema } from "@/lib/channels/schema";
import { route } from "@/lib/http";

export const POST = route({
  allow: "channels:write",
  tag: "Channels",
  summary: "Send a delivery once more, with all its tries",
  params: z.object({ id: z.string(), deliveryId: z.string() }),
  returns: channelDeliverySchema,
  status: 202,
  run: ({ actor, params, keepAnswer }) => retryDelivery(actor, params.id, params.deliveryId, keepAnswer),
});
