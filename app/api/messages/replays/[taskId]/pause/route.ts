import { z } from "zod";
import { route } from "@/lib/http";
import { changeReplay } from "@/lib/messages";
import { replaySchema } from "@/lib/messages/schema";

export const POST = route({
  allow: "messages:replay",
  tag: "Messages",
  summary: "Have a replay wait",
  params: z.object({ taskId: z.string() }),
  returns: replaySchema,
  status: 200,
  run: ({ actor, params }) => changeReplay(actor, params.taskId, "pause"),
});
