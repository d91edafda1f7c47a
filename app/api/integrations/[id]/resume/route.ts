import { z } from "zod";
import { route } from "@/lib/http";
import { resumeIntegration } from "@/lib/integrations";
import { integrationSchema } from "@/lib/integrations/schema";

export const POST = route({
  allow: "integrations:write",
  tag: "Integrations",
  summary: "Take up work again",
  params: z.object({ id: z.string() }),
  returns: integrationSchema,
  status: 200,
  run: ({ actor, params }) => resumeIntegration(actor, params.id),
});
