import { list, reply, route } from "@/lib/http";
import { createLookup, listLookups } from "@/lib/mapping";
import { lookupTableSchema } from "@/lib/mapping/schema";

export const GET = route({
  allow: "integrations:read",
  tag: "Mapping",
  summary: "List the lookup tables, by name",
  returns: list(lookupTableSchema),
  run: async ({ actor }) => ({ data: await listLookups(actor), nextCursor: null }),
});

export const POST = route({
  allow: "integrations:write",
  tag: "Mapping",
  summary: "Keep a lookup table",
  body: lookupTableSchema,
  returns: lookupTableSchema,
  status: 201,
  run: async ({ actor, body, keepAnswer }) => {
    const table = await createLookup(actor, body, keepAnswer);
    return reply(table, { headers: { location: `/api/mapping/lookups/${encodeURIComponent(table.name)}` } });
  },
});
