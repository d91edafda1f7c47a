/** Shapes of groups. Safe to import in the browser. */
import { z } from "zod";

export const newGroupSchema = z.object({
  name: z.string().trim().min(1, { error: "Write a name" }).max(200),
  members: z.array(z.guid()).min(1).max(20_000).describe("Ids of patients here"),
});
export type NewGroup = z.output<typeof newGroupSchema>;

export const groupSchema = z
  .object({ id: z.string(), name: z.string(), members: z.int(), createdAt: z.iso.datetime() })
  .meta({ id: "FhirGroup" });
export type GroupView = z.output<typeof groupSchema>;
