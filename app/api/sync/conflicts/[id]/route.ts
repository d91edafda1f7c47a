import { z } from "zod";
import { readConflict } from "@/lib/conflicts";
import { conflictSchema } from "@/lib/conflicts/schema";
import { route } from "@/lib/http";

export const GET = route({
  allow: "conflicts:read",
  tag: "Conflicts",
  summary: "Read a conflict with both sides of each contested field",
  params: z.object({ id: z.string() }),
  returns: conflictSchema,
  reads: "sync_conflicts",
  run: ({ actor, params }) => readConflict(actor, params.id),
});
