import { decodeCursor, encodeCursor, list, listQuery, route } from "@/lib/http";
import { timePlaceSchema } from "@/lib/platform/list-page";
import { listMatches } from "@/lib/sync";
import { matchQuerySchema, matchSchema } from "@/lib/sync/schema";

export const GET = route({
  allow: "conflicts:read",
  tag: "Conflicts",
  summary: "List pulled patients who may be patients you have, newest first",
  query: listQuery.extend(matchQuerySchema.shape),
  returns: list(matchSchema),
  reads: "patient_matches",
  csv: [
    "id",
    "status",
    "ehrProvider",
    "remote.id",
    "recordId",
    "detectedAt",
    "decidedAt",
    "decidedBy.name",
    "reason",
  ],
  run: async ({ actor, query }) => {
    const after = query.cursor ? decodeCursor(timePlaceSchema, query.cursor) : null;
    const { data, next } = await listMatches(actor, query, query.limit, after);
    return { data, nextCursor: next && encodeCursor(next) };
  },
});
