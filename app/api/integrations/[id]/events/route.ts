import { z } from "zod";
import { answerPage, list, listQuery, route } from "@/lib/http";
import { listIntegrationEvents } from "@/lib/integrations";
import { integrationEventSchema } from "@/lib/integrations/schema";
import { timePlaceSchema } from "@/lib/platform/list-page";

export const GET = route({
  allow: "integrations:read",
  tag: "Integrations",
  summary: "What happened to an integration, newest first",
  params: z.object({ id: z.string() }),
  query: listQuery,
  returns: list(integrationEventSchema),
  run: ({ actor, params, query }) =>
    answerPage(timePlaceSchema, query.cursor, (after) =>
      listIntegrationEvents(actor, params.id, query.limit, after),
    ),
});
