import { z } from "zod";
import { route } from "@/lib/http";
import { cancelSyncJob, readSyncJob } from "@/lib/sync";
import { syncJobDetailSchema, syncJobSchema } from "@/lib/sync/schema";

const params = z.object({ id: z.string() });

export const GET = route({
  allow: "sync:read",
  tag: "Sync",
  summary: "Read a sync job with its last pages and what happened to it",
  params,
  returns: syncJobDetailSchema,
  run: ({ actor, params: { id } }) => readSyncJob(actor, id),
});

export const DELETE = route({
  allow: "sync:write",
  tag: "Sync",
  summary: "Cancel a sync job; one that runs stops at the next page border",
  params,
  returns: syncJobSchema,
  run: ({ actor, params: { id } }) => cancelSyncJob(actor, id),
});
