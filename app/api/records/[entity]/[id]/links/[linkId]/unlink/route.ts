import { z } from "zod";
import { route } from "@/lib/http";
import { recordParamsSchema } from "@/lib/records/schema";
import { unlinkRecord } from "@/lib/sync";
import { unlinkSchema } from "@/lib/sync/schema";

export const POST = route({
  allow: "conflicts:resolve",
  tag: "Records",
  summary: "Undo a wrong link: what came by it becomes a record of its own",
  params: recordParamsSchema.extend({ linkId: z.guid() }),
  body: unlinkSchema,
  returns: z.object({ recordId: z.string().meta({ description: "The new record" }) }),
  status: 200,
  run: ({ actor, params: { entity, id, linkId }, body: { reason } }) =>
    unlinkRecord(actor, { entity, recordId: id, linkId, reason }),
});
