import { route } from "@/lib/http";
import { mappingParamsSchema } from "@/lib/integrations/schema";
import { mappingPreviewSchema, previewRequestSchema } from "@/lib/mapping/schema";
import { previewMapping } from "@/lib/sync";

export const POST = route({
  allow: "records:raw",
  tag: "Mapping",
  summary: "Show what a mapping makes of one record, step by step, and write nothing",
  params: mappingParamsSchema,
  body: previewRequestSchema,
  returns: mappingPreviewSchema,
  status: 200,
  run: ({ actor, params: { id, entity }, body }) => previewMapping(actor, id, entity, body),
});
