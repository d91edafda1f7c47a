import { z } from "zod";
import { decodeCursor, encodeCursor, list, listQuery, route } from "@/lib/http";
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
  run: async ({ actor, params, query }) => {
    const after = query.cursor ? decodeCursor(timePlaceSchema, query.cursor) : null;
    const { data, next } = await listIntegrationEvents(actor, params.id, query.limit, after);
    return { data, nextCursor: next && encodeCursor(next) };
  },
});
