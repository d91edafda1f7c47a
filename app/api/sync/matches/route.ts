import { answerPage, list, listQuery, route } from "@/lib/http";
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
  run: ({ actor, query }) =>
    answerPage(timePlaceSchema, query.cursor, (after) => listMatches(actor, query, query.limit, after)),
});
