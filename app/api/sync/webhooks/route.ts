import { answerPage, list, listQuery, reply, route } from "@/lib/http";
import { timePlaceSchema } from "@/lib/platform/list-page";
import { createWebhook, listWebhooks } from "@/lib/webhooks";
import { webhookRequestSchema, webhookSchema, webhookWithSecretSchema } from "@/lib/webhooks/schema";

export const GET = route({
  allow: "webhooks:read",
  tag: "Webhooks",
  summary: "List webhooks, newest first",
  query: listQuery,
  returns: list(webhookSchema),
  csv: [
    "id",
    "endpoint",
    "description",
    "events",
    "ehrProvider",
    "integrationId",
    "enabled",
    "disabledReason",
    "failingSince",
    "lastDeliveryAt",
    "successRate24h",
  ],
  run: ({ actor, query }) =>
    answerPage(timePlaceSchema, query.cursor, (after) => listWebhooks(actor, query.limit, after)),
});

export const POST = route({
  allow: "webhooks:write",
  tag: "Webhooks",
  summary: "Set a webhook up; its secret is shown in this answer alone",
  body: webhookRequestSchema,
  returns: webhookWithSecretSchema,
  status: 201,
  run: async ({ actor, body, keepAnswer }) => {
    const webhook = await createWebhook(actor, body, keepAnswer);
    return reply(webhook, { headers: { location: `/api/sync/webhooks/${webhook.id}` } });
  },
});
