import { list, route } from "@/lib/http";
import { readHistory } from "@/lib/records";
import { recordParamsSchema } from "@/lib/records/schema";
import { recordVersionSchema } from "@/lib/records/view";

export const GET = route({
  allow: "records:read",
  tag: "Records",
  summary: "Every version of a record with what it changed, newest first",
  params: recordParamsSchema,
  returns: list(recordVersionSchema),
  csv: ["version", "at", "by.name", "reason", "deleted"],
  reads: "records",
  run: async ({ actor, params: { entity, id } }) => ({
    data: await readHistory(actor, entity, id),
    nextCursor: null,
  }),
});
