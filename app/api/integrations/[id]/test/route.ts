import { z } from "zod";
import { route } from "@/lib/http";
import { testConnection } from "@/lib/integrations";
import { testResultSchema } from "@/lib/integrations/schema";

export const POST = route({
  allow: "integrations:write",
  tag: "Integrations",
  summary: "Try the connection step by step",
  params: z.object({ id: z.string() }),
  returns: testResultSchema,
  status: 200,
  run: ({ actor, params }) => testConnection(actor, params.id),
});
