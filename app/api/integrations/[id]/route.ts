import { z } from "zod";
import { reply, route } from "@/lib/http";
import { deleteIntegration, integrationETag, readIntegration, updateIntegration } from "@/lib/integrations";
import {
  deletedIntegrationSchema,
  type IntegrationView,
  integrationChangeSchema,
  integrationSchema,
} from "@/lib/integrations/schema";

const params = z.object({ id: z.string() });

function withETag(integration: IntegrationView) {
  return reply(integration, { headers: { etag: integrationETag(integration) } });
}

export const GET = route({
  allow: "integrations:read",
  tag: "Integrations",
  summary: "Read an integration",
  params,
  returns: integrationSchema,
  run: async ({ actor, params }) => withETag(await readIntegration(actor, params.id)),
});

export const PUT = route({
  allow: "integrations:write",
  tag: "Integrations",
  summary: "Change the keys that are sent; null clears. If-Match, if sent, names the state that was read",
  params,
  body: integrationChangeSchema,
  returns: integrationSchema,
  run: async ({ actor, params, body, request }) =>
    withETag(await updateIntegration(actor, params.id, body, request.headers.get("if-match"))),
});

export const DELETE = route({
  allow: "integrations:write",
  tag: "Integrations",
  summary: "Delete an integration with its links, jobs and credentials; records stay",
  params,
  returns: deletedIntegrationSchema,
  run: ({ actor, params }) => deleteIntegration(actor, params.id),
});
