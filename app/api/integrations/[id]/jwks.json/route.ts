import { z } from "zod";
import { reply, route } from "@/lib/http";
import { readJwks } from "@/lib/integrations";
import { jwksSchema } from "@/lib/integrations/schema";

export const GET = route({
  allow: "open",
  tag: "Integrations",
  summary: "Public keys with which Carelane signs itself in at the vendor",
  params: z.object({ id: z.string() }),
  returns: jwksSchema,
  run: async ({ params }) => {
    const keys = await readJwks(params.id);
    return reply(keys, { headers: { "cache-control": "public, max-age=3600" } });
  },
});
