import { z } from "zod";
import { route } from "@/lib/http";
import { pauseIntegration } from "@/lib/integrations";
import { integrationSchema } from "@/lib/integrations/schema";

export const POST = route({
  allow: "integrations:write",
  tag: "Integrations",
  summary: "Stop new work until it is resumed",
  params: z.object({ id: z.string() }),
  returns: integrationSchema,
  status: 200,
  run: ({ actor, params }) => pauseIntegration(actor, params.id),
});
