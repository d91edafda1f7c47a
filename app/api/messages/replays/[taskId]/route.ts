import { z } from "zod";
import { route } from "@/lib/http";
import { readReplay } from "@/lib/messages";
import { replaySchema } from "@/lib/messages/schema";

export const GET = route({
  allow: "messages:replay",
  tag: "Messages",
  summary: "How far a replay of many messages is",
  params: z.object({ taskId: z.string() }),
  returns: replaySchema,
  run: ({ actor, params }) => readReplay(actor, params.taskId),
});
