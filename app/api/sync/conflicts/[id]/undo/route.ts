import { z } from "zod";
import { undoResolution } from "@/lib/conflicts";
import { conflictSchema, undoSchema } from "@/lib/conflicts/schema";
import { route } from "@/lib/http";

export const POST = route({
  allow: "conflicts:resolve",
  tag: "Conflicts",
  summary: "Take a decision back, as long as neither side has changed since",
  params: z.object({ id: z.string() }),
  body: undoSchema,
  returns: conflictSchema,
  status: 200,
  run: ({ actor, params, body }) => undoResolution(actor, params.id, body.reason),
});
