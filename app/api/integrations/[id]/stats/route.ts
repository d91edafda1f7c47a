import { z } from "zod";
import { route } from "@/lib/http";
import { readIntegrationStats } from "@/lib/sync";
import { integrationStatsSchema } from "@/lib/sync/schema";

export const GET = route({
  allow: "integrations:read",
  tag: "Integrations",
  summary: "Figures of an integration since it was set up",
  params: z.object({ id: z.string() }),
  returns: integrationStatsSchema,
  run: ({ actor, params }) => readIntegrationStats(actor, params.id),
});
