import { answerPage, list, listQuery, reply, route } from "@/lib/http";
import { createIntegration, listIntegrations } from "@/lib/integrations";
import {
  integrationQuerySchema,
  integrationRequestSchema,
  integrationSchema,
} from "@/lib/integrations/schema";
import { timePlaceSchema } from "@/lib/platform/list-page";

export const GET = route({
  allow: "integrations:read",
  tag: "Integrations",
  summary: "List integrations, newest first",
  query: listQuery.extend(integrationQuerySchema.shape),
  returns: list(integrationSchema),
  csv: [
    "id",
    "name",
    "connectorId",
    "provider",
    "type",
    "status",
    "statusReason",
    "syncDirection",
    "syncEnabled",
    "records",
    "lastSyncAt",
    "nextRunAt",
  ],
  run: ({ actor, query }) =>
    answerPage(timePlaceSchema, query.cursor, (after) => listIntegrations(actor, query, query.limit, after)),
});

export const POST = route({
  allow: "integrations:write",
  tag: "Integrations",
  summary: "Set up a connector",
  body: integrationRequestSchema,
  returns: integrationSchema,
  status: 201,
  run: async ({ actor, body, keepAnswer }) => {
    const integration = await createIntegration(actor, body, keepAnswer);
    return reply(integration, { headers: { location: `/api/integrations/${integration.id}` } });
  },
});
