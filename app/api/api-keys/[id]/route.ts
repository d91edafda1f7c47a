import { z } from "zod";
import { revokeApiKey } from "@/lib/auth";
import { route } from "@/lib/http";

export const DELETE = route({
  allow: "keys:manage",
  tag: "Access",
  summary: "Revoke an API key; its next request is refused",
  params: z.object({ id: z.guid() }),
  status: 204,
  run: ({ actor, params }) => revokeApiKey(actor, params.id),
});
