import { z } from "zod";
import { answerPage, list, listQuery, route } from "@/lib/http";
import { listPlannedDeletions } from "@/lib/sync";
import { plannedDeletionSchema } from "@/lib/sync/schema";

const place = z.object({ link: z.guid() });

export const GET = route({
  allow: "sync:read",
  tag: "Sync",
  summary: "List the records a job found deleted or merged at the vendor, and what came of that here",
  params: z.object({ id: z.string() }),
  query: listQuery,
  returns: list(plannedDeletionSchema),
  reads: "entity_records",
  csv: ["id", "entity", "label", "remoteId", "verdict", "outcome", "updatedAt"],
  run: ({ actor, params, query }) =>
    answerPage(place, query.cursor, (after) => listPlannedDeletions(actor, params.id, query.limit, after)),
});
