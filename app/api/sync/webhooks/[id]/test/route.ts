import { z } from "zod";
import { route } from "@/lib/http";
import { testWebhook } from "@/lib/webhooks";
import { webhookTestResultSchema } from "@/lib/webhooks/schema";

export const POST = route({
  allow: "webhooks:write",
  tag: "Webhooks",
  summary: "Send a signed test message",
  params: z.object({ id: z.string() }),
  returns: webhookTestResultSchema,
  status: 200,
  run: ({ actor, params }) => testWebhook(actor, params.id),
});
