import { z } from "zod";
import { route } from "@/lib/http";
import { readMessage } from "@/lib/messages";
import { messageDetailSchema } from "@/lib/messages/schema";

export const GET = route({
  allow: "messages:raw",
  tag: "Messages",
  summary: "A message with its content, what happened to it and what it made; each look is audited",
  params: z.object({ id: z.string() }),
  returns: messageDetailSchema,
  run: ({ actor, params }) => readMessage(actor, params.id),
});
