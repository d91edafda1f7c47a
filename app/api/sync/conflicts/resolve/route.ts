import { bulkOutcomeSchema, bulkResolutionSchema } from "@/lib/conflicts/schema";
import { route } from "@/lib/http";
import { decideConflicts } from "@/lib/sync";

export const POST = route({
  allow: "conflicts:resolve",
  tag: "Conflicts",
  summary: "Decide many conflicts alike",
  body: bulkResolutionSchema,
  returns: bulkOutcomeSchema,
  status: 200,
  run: ({ actor, body }) => decideConflicts(actor, body),
});
