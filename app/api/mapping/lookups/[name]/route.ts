import { z } from "zod";
import { route } from "@/lib/http";
import { changeLookup, deleteLookup, readLookup } from "@/lib/mapping";
import { lookupContentSchema, lookupTableSchema } from "@/lib/mapping/schema";

const params = z.object({ name: z.string() });

export const GET = route({
  allow: "integrations:read",
  tag: "Mapping",
  summary: "Read a lookup table",
  params,
  returns: lookupTableSchema,
  run: ({ actor, params: { name } }) => readLookup(actor, name),
});

export const PUT = route({
  allow: "integrations:write",
  tag: "Mapping",
  summary: "Replace what a lookup table holds; mappings that use it get a new version",
  params,
  body: lookupContentSchema,
  returns: lookupTableSchema,
  run: ({ actor, params: { name }, body }) => changeLookup(actor, { name, ...body }),
});

export const DELETE = route({
  allow: "integrations:write",
  tag: "Mapping",
  summary: "Delete a lookup table that no mapping uses",
  params,
  returns: undefined,
  status: 204,
  run: ({ actor, params: { name } }) => deleteLookup(actor, name),
});
