import { z } from "zod";
import { resetWindow, route } from "@/lib/http";

export const DELETE = route({
  allow: "limits:manage",
  tag: "Operations",
  summary: "Start the rate limit of a key, person or address anew",
  params: z.object({ key: z.string().max(200) }),
  status: 204,
  run: ({ actor, params }) => resetWindow(actor.organizationId, params.key),
});
