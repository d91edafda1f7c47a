/** What a whole run found gone, as clients and screens meet it. Safe to import in the browser. */
import { z } from "zod";

const time = z.iso.datetime({ offset: true });

export const plannedDeletionSchema = z
  .object({
    id: z.string().meta({ description: "The record" }),
    entity: z.string(),
    label: z
      .string()
      .nullable()
      .meta({ description: "What it is called; null for who may not read records" }),
    remoteId: z.string(),
    verdict: z.enum(["deleted", "merged"]).meta({ description: "What the vendor says of it" }),
    outcome: z.enum(["planned", "deleted", "conflicted", "kept", "returned"]).meta({
      description: "What came of it here; returned: the vendor had it again when the deletion was allowed",
    }),
    updatedAt: time,
  })
  .meta({ id: "PlannedDeletion" });
export type PlannedDeletion = z.infer<typeof plannedDeletionSchema>;
