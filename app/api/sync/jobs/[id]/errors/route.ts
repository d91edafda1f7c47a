import { z } from "zod";
import { answerPage, list, listQuery, route } from "@/lib/http";
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
  run: ({ actor, params, query }) =>
    answerPage(timePlaceSchema, query.cursor, (after) =>
      listSyncErrors(actor, params.id, query.limit, after),
    ),
});
