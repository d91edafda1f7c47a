import { listConflicts } from "@/lib/conflicts";
import { conflictQuerySchema, conflictSchema } from "@/lib/conflicts/schema";
import { answerPage, list, listQuery, route } from "@/lib/http";
import { timePlaceSchema } from "@/lib/platform/list-page";

export const GET = route({
  allow: "conflicts:read",
  tag: "Conflicts",
  summary: "List conflicts, newest first",
  query: listQuery.extend(conflictQuerySchema.shape),
  returns: list(conflictSchema),
  reads: "sync_conflicts",
  csv: [
    "id",
    "status",
    "severity",
    "kind",
    "entity",
    "recordId",
    "ehrProvider",
    "detectedAt",
    "resolvedAt",
    "resolvedBy.name",
    "strategy",
    "reason",
  ],
  run: ({ actor, query }) =>
    answerPage(timePlaceSchema, query.cursor, (after) => listConflicts(actor, query, query.limit, after)),
});
