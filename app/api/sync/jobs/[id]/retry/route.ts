import { z } from "zod";
import { route } from "@/lib/http";
import { retrySyncJob } from "@/lib/sync";
import { syncJobSchema } from "@/lib/sync/schema";

export const POST = route({
  allow: "sync:write",
  tag: "Sync",
  summary: "Start a new job for what is left of an ended one",
  params: z.object({ id: z.string() }),
  returns: syncJobSchema,
  status: 202,
  run: ({ actor, params }) => retrySyncJob(actor, params.id),
});
