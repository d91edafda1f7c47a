import { listAudit } from "@/lib/audit";
import { auditEventSchema, auditFilterSchema, auditPositionSchema } from "@/lib/audit/schema";
import { decodeCursor, encodeCursor, list, listQuery, route } from "@/lib/http";

export const GET = route({
  allow: "audit:read",
  tag: "Access",
  summary: "List who did what, newest first",
  query: listQuery.extend(auditFilterSchema.shape),
  returns: list(auditEventSchema),
  csv: [
    "id",
    "at",
    "actor.kind",
    "actor.id",
    "actor.name",
    "action",
    "target",
    "requestId",
    "ip",
    "hash",
    "previousHash",
  ],
  run: async ({ actor, query: { limit, cursor, ...filter } }) => {
    const after = cursor === undefined ? undefined : decodeCursor(auditPositionSchema, cursor);
    const { data, next } = await listAudit(actor, filter, { limit, after });
    return { data, nextCursor: next && encodeCursor(next) };
  },
});
