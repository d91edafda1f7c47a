import { z } from "zod";
import { answerPage, list, listQuery, route } from "@/lib/http";
import { timePlaceSchema } from "@/lib/platform/list-page";
import { listIntegrationJobs } from "@/lib/sync";
import { syncJobColumns, syncJobQuerySchema, syncJobSchema } from "@/lib/sync/schema";

export const GET = route({
  allow: "sync:read",
  tag: "Integrations",
  summary: "List the sync jobs of an integration, newest first",
  params: z.object({ id: z.string() }),
  query: listQuery.extend(syncJobQuerySchema.omit({ ehrConnectionId: true, ehrProvider: true }).shape),
  returns: list(syncJobSchema),
  csv: syncJobColumns,
  run: ({ actor, params, query }) =>
    answerPage(timePlaceSchema, query.cursor, (after) =>
      listIntegrationJobs(actor, params.id, query, query.limit, after),
    ),
});
