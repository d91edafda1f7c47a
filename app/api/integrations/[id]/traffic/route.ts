import { z } from "zod";
import { route } from "@/lib/http";
import { readTraffic } from "@/lib/messages";
import { messageTrafficSchema } from "@/lib/messages/schema";

export const GET = route({
  allow: "integrations:read",
  tag: "Integrations",
  summary: "Where an integration sends its messages, and how many come and go",
  params: z.object({ id: z.string() }),
  returns: messageTrafficSchema,
  run: ({ actor, params }) => readTraffic(actor, params.id),
});
