import { z } from "zod";
import { readBytes, route } from "@/lib/http";
import { receiveHook } from "@/lib/webhooks";

const maxBodyBytes = 1_048_576;

const hook = {
  allow: "open",
  tag: "Webhooks",
  params: z.object({
    integrationId: z.string(),
    entity: z.string(),
    resource: z.array(z.string()).optional().describe("Type and id, where the server adds them"),
  }),
  // Servers that are FHIR clients here read the answer as FHIR: an empty one is understood by all.
  status: 204,
  limit: "webhooks",
} as const;

const receive = async ({
  params: { integrationId, entity, resource = [] },
  request,
}: {
  params: z.output<typeof hook.params>;
  request: Request;
}) =>
  receiveHook(integrationId, entity, {
    headers: request.headers,
    body: await readBytes(request, maxBodyBytes),
    path: resource,
  });

export const POST = route({
  ...hook,
  summary: "Take a FHIR server's notification that something changed, with the token agreed on",
  run: receive,
});

export const PUT = route({
  ...hook,
  summary: "The same from servers that send what was created or changed",
  run: receive,
});

export const DELETE = route({
  ...hook,
  summary: "The same from servers that name what was deleted",
  run: receive,
});
