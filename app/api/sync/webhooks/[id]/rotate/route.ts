import { z } from "zod";
import { route } from "@/lib/http";
import { rotateWebhookSecret } from "@/lib/webhooks";
import { webhookWithSecretSchema } from "@/lib/webhooks/schema";

export const POST = route({
  allow: "webhooks:write",
  tag: "Webhooks",
  summary: "Make a new secret; the old one stays valid for 24 hours",
  params: z.object({ id: z.string() }),
  returns: webhookWithSecretSchema,
  status: 200,
  idempotent: true,
  run: ({ actor, params, keepAnswer }) => rotateWebhookSecret(actor, params.id, keepAnswer),
});
