import { z } from "zod";
import { reply, route } from "@/lib/http";
import { syncIntegration } from "@/lib/sync";
import { integrationSyncRequestSchema, syncJobSchema } from "@/lib/sync/schema";

export const POST = route({
  allow: "sync:write",
  tag: "Integrations",
  summary: "Start a sync of an integration, of one entity or of all",
  params: z.object({ id: z.string() }),
  body: integrationSyncRequestSchema,
  returns: syncJobSchema,
  status: 202,
  run: async ({ actor, params, body, keepAnswer }) => {
    const job = await syncIntegration(actor, params.id, body, keepAnswer);
    return reply(job, { headers: { location: `/api/integrations/${params.id}/jobs/${job.id}` } });
  },
});
