import { answerPage, list, listQuery, reply, route } from "@/lib/http";
import { timePlaceSchema } from "@/lib/platform/list-page";
import { listSyncJobs, startSyncJob } from "@/lib/sync";
import { syncJobColumns, syncJobQuerySchema, syncJobRequestSchema, syncJobSchema } from "@/lib/sync/schema";

export const GET = route({
  allow: "sync:read",
  tag: "Sync",
  summary: "List sync jobs, newest first",
  query: listQuery.extend(syncJobQuerySchema.shape),
  returns: list(syncJobSchema),
  csv: syncJobColumns,
  run: ({ actor, query }) =>
    answerPage(timePlaceSchema, query.cursor, (after) => listSyncJobs(actor, query, query.limit, after)),
});

export const POST = route({
  allow: "sync:write",
  tag: "Sync",
  summary: "Start a sync job",
  body: syncJobRequestSchema,
  returns: syncJobSchema,
  status: 202,
  run: async ({ actor, body, keepAnswer }) => {
    const job = await startSyncJob(actor, body, { keepAnswer });
    return reply(job, { headers: { location: `/api/sync/jobs/${job.id}` } });
  },
});
