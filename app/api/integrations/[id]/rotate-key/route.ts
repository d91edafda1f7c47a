import { z } from "zod";
import { route } from "@/lib/http";
import { rotateSigningKey } from "@/lib/integrations";
import { integrationSchema } from "@/lib/integrations/schema";

export const POST = route({
  allow: "integrations:write",
  tag: "Integrations",
  summary: "Publish a new key; the old one stays published until it signs",
  params: z.object({ id: z.string() }),
  returns: integrationSchema,
  status: 200,
  run: ({ actor, params }) => rotateSigningKey(actor, params.id),
});
