import { z } from "zod";
import { resolveConflict } from "@/lib/conflicts";
import { conflictSchema, resolutionSchema } from "@/lib/conflicts/schema";
import { route } from "@/lib/http";

export const POST = route({
  allow: "conflicts:resolve",
  tag: "Conflicts",
  summary: "Decide a conflict, for all its fields or field by field",
  params: z.object({ id: z.string() }),
  body: resolutionSchema,
  returns: conflictSchema,
  status: 200,
  run: ({ actor, params, body }) => resolveConflict(actor, params.id, body),
});
