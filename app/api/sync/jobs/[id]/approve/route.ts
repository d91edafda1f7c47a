import { z } from "zod";
import { route } from "@/lib/http";
import { approveSyncJob } from "@/lib/sync";
import { approvalSchema, syncJobSchema } from "@/lib/sync/schema";

export const POST = route({
  allow: "sync:approve",
  tag: "Sync",
  summary: "Decide about deletions that a job asks for",
  params: z.object({ id: z.string() }),
  body: approvalSchema,
  returns: syncJobSchema,
  status: 202,
  run: ({ actor, params, body }) => approveSyncJob(actor, params.id, body.deletions),
});
