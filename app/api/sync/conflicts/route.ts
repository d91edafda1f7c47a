import { listConflicts } from "@/lib/conflicts";
import { conflictQuerySchema, conflictSchema } from "@/lib/conflicts/schema";
import { decodeCursor, encodeCursor, list, listQuery, route } from "@/lib/http";
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
  run: async ({ actor, query }) => {
    const after = query.cursor ? decodeCursor(timePlaceSchema, query.cursor) : null;
    const { data, next } = await listConflicts(actor, query, query.limit, after);
    return { data, nextCursor: next && encodeCursor(next) };
  },
});
