import {
  list,
  openWindows,
  rateLimitTable,
  rateLimitTableSchema,
  rateLimitWindowSchema,
  route,
} from "@/lib/http";

export const GET = route({
  allow: "limits:manage",
  tag: "Operations",
  summary: "The rate limits, and who has used how much of them",
  returns: list(rateLimitWindowSchema).extend({ limits: rateLimitTableSchema }),
  run: async ({ actor }) => ({
    data: await openWindows(actor.organizationId),
    nextCursor: null,
    limits: rateLimitTable(),
  }),
});
