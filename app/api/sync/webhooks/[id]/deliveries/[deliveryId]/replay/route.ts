import { z } from "zod";
import { route } from "@/lib/http";
import { replayDelivery } from "@/lib/webhooks";
import { deliverySchema } from "@/lib/webhooks/schema";

export const POST = route({
  allow: "webhooks:write",
  tag: "Webhooks",
  summary: "Send a delivery once more",
  params: z.object({ id: z.string(), deliveryId: z.string() }),
  returns: deliverySchema,
  status: 202,
  run: ({ actor, params, keepAnswer }) => replayDelivery(actor, params.id, params.deliveryId, keepAnswer),
});
