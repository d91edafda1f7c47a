import { z } from "zod";
import { createApiKey, listApiKeys } from "@/lib/auth";
import { apiKeySchema, createdApiKeySchema, newApiKeySchema } from "@/lib/auth/schema";
import { decodeCursor, encodeCursor, list, listQuery, reply, route } from "@/lib/http";

export const GET = route({
  allow: "keys:manage",
  tag: "Access",
  summary: "List the API keys in use, newest first",
  query: listQuery,
  returns: list(apiKeySchema),
  run: async ({ actor, query: { limit, cursor } }) => {
    const after = cursor === undefined ? undefined : decodeCursor(z.guid(), cursor);
    const { data, next } = await listApiKeys(actor, { limit, after });
    return { data, nextCursor: next && encodeCursor(next) };
  },
});

export const POST = route({
  allow: "keys:manage",
  tag: "Access",
  summary: "Make an API key; the answer shows it this once",
  body: newApiKeySchema,
  returns: createdApiKeySchema,
  status: 201,
  run: async ({ actor, body }) => {
    const key = await createApiKey(actor, body);
    return reply(key, { headers: { location: `/api/api-keys/${key.id}` } });
  },
});
