import { z } from "zod";
import { route } from "@/lib/http";
import { decideMatch, readMatch } from "@/lib/sync";
import { matchDecisionSchema, matchSchema } from "@/lib/sync/schema";

const params = z.object({ id: z.guid() });

export const GET = route({
  allow: "conflicts:read",
  tag: "Conflicts",
  summary: "Read a pulled patient with those who may be the same person",
  params,
  returns: matchSchema,
  reads: "patient_matches",
  run: ({ actor, params: { id } }) => readMatch(actor, id),
});

export const POST = route({
  allow: "conflicts:resolve",
  tag: "Conflicts",
  summary: "Link a pulled patient to one you have, or make a new record",
  params,
  body: matchDecisionSchema,
  returns: matchSchema,
  status: 200,
  run: ({ actor, params: { id }, body }) => decideMatch(actor, id, body),
});
