import { z } from "zod";
import { decodeCursor, encodeCursor, list, listQuery, route } from "@/lib/http";
import { timePlaceSchema } from "@/lib/platform/list-page";
import { listSyncErrors } from "@/lib/sync";
import { syncErrorSchema } from "@/lib/sync/schema";

export const GET = route({
  allow: "sync:read",
  tag: "Sync",
  summary: "List the records a job could not take in, and why",
  params: z.object({ id: z.string() }),
  query: listQuery,
  returns: list(syncErrorSchema),
  csv: ["id", "at", "entity", "remoteId", "stage", "code", "title", "detail", "owner", "retryable"],
  run: async ({ actor, params, query }) => {
    const after = query.cursor ? decodeCursor(timePlaceSchema, query.cursor) : null;
    const { data, next } = await listSyncErrors(actor, params.id, query.limit, after);
    return { data, nextCursor: next && encodeCursor(next) };
  },
});
