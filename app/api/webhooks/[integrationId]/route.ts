import { z } from "zod";
import { readBytes, route } from "@/lib/http";
import { receiveNotification } from "@/lib/webhooks";
import { receiptSchema } from "@/lib/webhooks/schema";

const maxBodyBytes = 1_048_576;

export const POST = route({
  allow: "open",
  tag: "Webhooks",
  summary: "Take a vendor's message of what has changed, signed as its connector knows",
  params: z.object({ integrationId: z.string() }),
  returns: receiptSchema,
  limit: "webhooks",
  run: async ({ params, request }) =>
    receiveNotification(params.integrationId, {
      headers: request.headers,
      body: await readBytes(request, maxBodyBytes),
    }),
});
