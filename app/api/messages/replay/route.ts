import { z } from "zod";
import { reply, route } from "@/lib/http";
import { previewReplay, startReplay } from "@/lib/messages";
import { replayManySchema, replayPreviewSchema } from "@/lib/messages/schema";

const started = z.object({ taskId: z.guid(), count: z.int().nonnegative() });

export const POST = route({
  allow: "messages:replay",
  tag: "Messages",
  summary: "Process all messages of a filter once more, or say how many that would be",
  body: replayManySchema,
  returns: z.union([started, replayPreviewSchema]),
  status: 202,
  run: async ({ actor, body: { filter, mapping, dryRun } }) =>
    dryRun ? reply(await previewReplay(actor, filter), { status: 200 }) : startReplay(actor, filter, mapping),
});
