import { route } from "@/lib/http";
import { rollbackMapping } from "@/lib/integrations";
import { mappingParamsSchema } from "@/lib/integrations/schema";
import { mappingViewSchema, rollbackRequestSchema } from "@/lib/mapping/schema";

export const POST = route({
  allow: "integrations:write",
  tag: "Mapping",
  summary: "Bring an earlier version of a mapping back, as the next version",
  params: mappingParamsSchema,
  body: rollbackRequestSchema,
  returns: mappingViewSchema,
  status: 200,
  run: ({ actor, params: { id, entity }, body }) => rollbackMapping(actor, id, entity, body),
});
