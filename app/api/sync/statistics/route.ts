import { route } from "@/lib/http";
import { readSyncStatistics } from "@/lib/sync";
import { statisticsQuerySchema, statisticsSchema } from "@/lib/sync/schema";

export const GET = route({
  allow: "sync:read",
  tag: "Sync",
  summary: "Figures of queues, jobs and records, by system and over time",
  query: statisticsQuerySchema,
  returns: statisticsSchema,
  run: ({ actor, query }) => readSyncStatistics(actor, query),
});
