import { z } from "zod";
import { list, route } from "@/lib/http";
import { listSubscriptions } from "@/lib/integrations";
import { subscriptionSchema } from "@/lib/integrations/schema";

export const GET = route({
  allow: "integrations:read",
  tag: "Integrations",
  summary: "List of what the system tells at once, and how that stands",
  params: z.object({ id: z.string() }),
  returns: list(subscriptionSchema),
  run: async ({ actor, params }) => ({ data: await listSubscriptions(actor, params.id), nextCursor: null }),
});
