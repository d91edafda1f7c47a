import { z } from "zod";
import { route } from "@/lib/http";
import { deleteWebhook, readWebhook, updateWebhook } from "@/lib/webhooks";
import { webhookChangeSchema, webhookSchema } from "@/lib/webhooks/schema";

const params = z.object({ id: z.string() });

export const GET = route({
  allow: "webhooks:read",
  tag: "Webhooks",
  summary: "Read a webhook",
  params,
  returns: webhookSchema,
  run: ({ actor, params }) => readWebhook(actor, params.id),
});

export const PUT = route({
  allow: "webhooks:write",
  tag: "Webhooks",
  summary: "Change the keys that are sent; null clears",
  params,
  body: webhookChangeSchema,
  returns: webhookSchema,
  run: ({ actor, params, body }) => updateWebhook(actor, params.id, body),
});

export const DELETE = route({
  allow: "webhooks:write",
  tag: "Webhooks",
  summary: "Delete a webhook with its delivery log",
  params,
  status: 204,
  run: ({ actor, params }) => deleteWebhook(actor, params.id),
});
