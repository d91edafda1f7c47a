import { z } from "zod";
import { route } from "@/lib/http";
import { readIntegrationJob } from "@/lib/sync";
import { syncJobDetailSchema } from "@/lib/sync/schema";

export const GET = route({
  allow: "sync:read",
  tag: "Integrations",
  summary: "Read a sync job of an integration",
  params: z.object({ id: z.string(), jobId: z.string() }),
  returns: syncJobDetailSchema,
  run: ({ actor, params }) => readIntegrationJob(actor, params.id, params.jobId),
});
