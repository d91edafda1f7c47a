import { z } from "zod";
import { route } from "@/lib/http";
import { decideMatch } from "@/lib/sync";
import { matchDecisionSchema, matchSchema } from "@/lib/sync/schema";

export const POST = route({
  allow: "conflicts:resolve",
  tag: "Conflicts",
  summary: "Link a pulled patient to one you have, or make a new record",
  params: z.object({ id: z.guid() }),
  body: matchDecisionSchema,
  returns: matchSchema,
  status: 200,
  run: ({ actor, params, body }) => decideMatch(actor, params.id, body),
});
