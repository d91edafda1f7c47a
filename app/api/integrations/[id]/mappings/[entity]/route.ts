import { z } from "zod";
import { route } from "@/lib/http";
import { changeMapping, readMapping } from "@/lib/integrations";
import { mappingParamsSchema } from "@/lib/integrations/schema";
import { mappingRequestSchema, mappingViewSchema } from "@/lib/mapping/schema";

export const GET = route({
  allow: "integrations:read",
  tag: "Mapping",
  summary: "How an entity is mapped, with all versions",
  params: mappingParamsSchema,
  query: z.object({ version: z.coerce.number().int().positive().optional() }),
  returns: mappingViewSchema,
  run: ({ actor, params: { id, entity }, query }) => readMapping(actor, id, entity, query.version),
});

export const PUT = route({
  allow: "integrations:write",
  tag: "Mapping",
  summary: "Save a mapping as the next version, which is in force from now on",
  params: mappingParamsSchema,
  body: mappingRequestSchema,
  returns: mappingViewSchema,
  run: ({ actor, params: { id, entity }, body }) => changeMapping(actor, id, entity, body),
});
