import { z } from "zod";
import { route } from "@/lib/http";
import { resumeSyncJob } from "@/lib/sync";
import { syncJobSchema } from "@/lib/sync/schema";

export const POST = route({
  allow: "sync:write",
  tag: "Sync",
  summary: "Go on with a paused sync job",
  params: z.object({ id: z.string() }),
  returns: syncJobSchema,
  status: 200,
  run: ({ actor, params }) => resumeSyncJob(actor, params.id),
});
