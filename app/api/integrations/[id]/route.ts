import { z } from "zod";
import { route } from "@/lib/http";
import { deleteIntegration, readIntegration, updateIntegration } from "@/lib/integrations";
import {
  deletedIntegrationSchema,
  integrationChangeSchema,
  integrationSchema,
} from "@/lib/integrations/schema";

const params = z.object({ id: z.string() });

export const GET = route({
  allow: "integrations:read",
  tag: "Integrations",
  summary: "Read an integration",
  params,
  returns: integrationSchema,
  run: ({ actor, params }) => readIntegration(actor, params.id),
});

export const PUT = route({
  allow: "integrations:write",
  tag: "Integrations",
  summary: "Change the keys that are sent; null clears",
  params,
  body: integrationChangeSchema,
  returns: integrationSchema,
  run: ({ actor, params, body }) => updateIntegration(actor, params.id, body),
});

export const DELETE = route({
  allow: "integrations:write",
  tag: "Integrations",
  summary: "Delete an integration with its links, jobs and credentials; records stay",
  params,
  returns: deletedIntegrationSchema,
  run: ({ actor, params }) => deleteIntegration(actor, params.id),
});
