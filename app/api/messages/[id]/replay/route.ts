import { z } from "zod";
import { route } from "@/lib/http";
import { replayMessage } from "@/lib/messages";
import { messageSchema, replayOneSchema } from "@/lib/messages/schema";

export const POST = route({
  allow: "messages:replay",
  tag: "Messages",
  summary: "Process a message once more, as it was or edited",
  params: z.object({ id: z.string() }),
  body: replayOneSchema,
  returns: messageSchema,
  status: 202,
  run: ({ actor, params, body }) => replayMessage(actor, params.id, body),
});
