import { z } from "zod";
import { list, route } from "@/lib/http";
import { listSigningKeys } from "@/lib/integrations";
import { signingKeySchema } from "@/lib/integrations/schema";

export const GET = route({
  allow: "integrations:read",
  tag: "Integrations",
  summary: "List the keys with which Carelane signs itself in, newest first",
  params: z.object({ id: z.string() }),
  returns: list(signingKeySchema),
  run: async ({ actor, params }) => ({ data: await listSigningKeys(actor, params.id), nextCursor: null }),
});
