import { list, route } from "@/lib/http";
import { readLinks } from "@/lib/records";
import { recordParamsSchema } from "@/lib/records/schema";
import { recordLinkDetailSchema } from "@/lib/records/view";

export const GET = route({
  allow: "records:raw",
  tag: "Records",
  summary: "Where a record stands at the vendors, with their resources as they came",
  params: recordParamsSchema,
  returns: list(recordLinkDetailSchema),
  run: async ({ actor, params: { entity, id } }) => ({
    data: await readLinks(actor, entity, id),
    nextCursor: null,
  }),
});
