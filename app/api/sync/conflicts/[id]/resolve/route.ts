import { z } from "zod";
import { conflictSchema, resolutionSchema } from "@/lib/conflicts/schema";
import { route } from "@/lib/http";
import { decideConflict } from "@/lib/sync";

export const POST = route({
  allow: "conflicts:resolve",
  tag: "Conflicts",
  summary: "Decide a conflict, for all its fields or field by field",
  params: z.object({ id: z.string() }),
  body: resolutionSchema,
  returns: conflictSchema,
  status: 200,
  run: ({ actor, params, body }) => decideConflict(actor, params.id, body),
});
