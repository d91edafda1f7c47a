import { z } from "zod";
import { revokeClient } from "@/lib/fhir/server";
import { route } from "@/lib/http";
import { idSchema } from "@/lib/platform/ids";

export const DELETE = route({
  allow: "keys:manage",
  tag: "FHIR",
  summary: "Revoke a backend service; its tokens end with it",
  params: z.object({ id: idSchema }),
  returns: undefined,
  status: 204,
  run: ({ actor, params }) => revokeClient(actor, params.id),
});
