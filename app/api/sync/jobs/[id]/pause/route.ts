import { z } from "zod";
import { route } from "@/lib/http";
import { pauseSyncJob } from "@/lib/sync";
import { syncJobSchema } from "@/lib/sync/schema";

export const POST = route({
  allow: "sync:write",
  tag: "Sync",
  summary: "Pause a sync job at the next page border",
  params: z.object({ id: z.string() }),
  returns: syncJobSchema,
  status: 200,
  run: ({ actor, params }) => pauseSyncJob(actor, params.id),
});
