import { z } from "zod";
import { decodeCursor, encodeCursor, list, listQuery, route } from "@/lib/http";
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
  run: async ({ actor, params, query }) => {
    const after = query.cursor ? decodeCursor(timePlaceSchema, query.cursor) : null;
    const { data, next } = await listIntegrationJobs(actor, params.id, query, query.limit, after);
    return { data, nextCursor: next && encodeCursor(next) };
  },
});
