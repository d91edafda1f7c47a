import { reply, route } from "@/lib/http";
import { mappingParamsSchema } from "@/lib/integrations/schema";
import { readMappingReach, remapRecords } from "@/lib/sync";
import { mappingReachSchema, syncJobSchema } from "@/lib/sync/schema";

export const GET = route({
  allow: "integrations:read",
  tag: "Mapping",
  summary: "How many records we hold are not as the mapping in force makes them",
  params: mappingParamsSchema,
  returns: mappingReachSchema,
  run: ({ actor, params: { id, entity } }) => readMappingReach(actor, id, entity),
});

export const POST = route({
  allow: "integrations:write",
  tag: "Mapping",
  summary: "Map the records we hold anew, without asking the vendor",
  params: mappingParamsSchema,
  returns: syncJobSchema,
  status: 202,
  run: async ({ actor, params: { id, entity }, keepAnswer }) => {
    const job = await remapRecords(actor, id, entity, keepAnswer);
    return reply(job, { headers: { location: `/api/sync/jobs/${job.id}` } });
  },
});
